package import SondeCore

/// Watches one number of an API, such as its response time, against what the API's own past lets expect.
package struct ValueChannel: Sendable {
    private let subject: Subject
    private let stepsPerHour: Double
    /// Steps in which one false alarm of one test is put up with.
    var horizon: Double
    /// What was called no fault.
    var bars = Bars()

    private var profile: SeasonalProfile
    private var minutes: MinuteProfile?
    private var level: Level
    private var scale: Scale
    private var tests: ValueTests
    private var accepted: AcceptedLevel?
    /// What the time of day lets expect; 0 until a past day is known, and where none is any more, what it was last.
    private var season = 0.0
    private var hasReferences = false
    private var start: Timestamp?
    private var last: Timestamp?
    private var recent = RecentResiduals()
    /// Half of the last values were far off.
    private var spell = OddSpell(least: OddSpell.window / 2)
    private var count = 0.0

    /// What is watched.
    enum Subject: Sendable, Hashable {
        /// The response time or the size: both directions, and the time of day as finely as it can be told.
        case whole
        /// One phase of the response time: growth alone, once a day is known, and the hours of the day, in half the
        /// memory.
        case part
    }

    /// - Parameters:
    ///   - interval: Between two values.
    ///   - horizon: Values in which one false alarm of one test is put up with.
    init(interval: Duration, horizon: Double, subject: Subject = .whole) {
        self.horizon = horizon
        self.subject = subject
        let seconds = Swift.max(1, interval.seconds)
        stepsPerHour = 3600 / seconds
        let slot = subject == .whole ? SeasonalProfile.usualSlot : Self.slotOfParts
        profile = SeasonalProfile(interval: interval, slot: slot)
        // Coarser probes cannot tell the minutes of an hour apart.
        minutes = seconds <= 60 ? MinuteProfile() : nil
        level = Level(memory: Swift.max(Self.leastMemory, Self.levelHours * stepsPerHour))
        scale = Scale(memory: Swift.max(Self.leastMemory, Self.scaleHours * stepsPerHour))
        tests = ValueTests(watchesLow: subject == .whole)
    }

    private static let slotOfParts: Duration = .seconds(3600)

    private static let levelHours = 6.0
    private static let scaleHours = 24.0
    /// In values, for probes that are hours apart.
    private static let leastMemory = 10.0
    /// Times and sizes are compared by ratio.
    private static let kind = ChannelKind.ratio
    private static let smallestDeviation = 0.01

    /// What a value says.
    package struct Reading: Sendable {
        /// What was expected, in the channel's own unit.
        package var expected: Double
        /// Measured minus expected on the channel's scale; the smallest of several expectations.
        package var residual: Double
        package var deviation: Double
        package var alarm: Alarm?
        /// Whether the value itself is far off, whatever those before it.
        package var isFarOff: Bool
        /// Whether it keeps a fault going: it is far off, or as far off as the alarm is about.
        package var isOdd: Bool
        /// What the value was expected between, in the channel's own unit; nil before that is known.
        package var expectedRange: ClosedRange<Double>?
    }

    /// In deviations: beyond it a value stands out to the eye.
    private static let expectedReach = 3.0

    package enum Alarm: Sendable, Hashable {
        case high
        case low
        /// Lastingly higher, though hardly a single value stands out.
        case shift
    }

    /// How much is known: with a day of history even small effects count, before that only gross ones, and at first none.
    package enum Trust: Sendable, Hashable {
        case none
        case gross
        case full
    }

    /// Judges a value and learns from it.
    ///
    /// - Parameters:
    ///   - isQuiet: Nothing is wrong; otherwise nothing is learned.
    package mutating func judge(_ value: Double, at time: Timestamp, isQuiet: Bool) -> Reading {
        let scaled = Self.kind.scaled(value)
        begin(at: time)
        let minute = minutes?.offset(at: time) ?? 0
        if level.isEmpty { level.start(at: scaled - season) }
        let own = scaled - season - minute - level.value
        let deviation = Swift.max(scale.deviation, Self.smallestDeviation)
        let residual = smallest(own, scaled - minute)
        accepted?.observe(beside: scaled - minute - season, usual: level.value, at: time)
        if accepted?.isOver(at: time) == true { accepted = nil }
        let trust = trust(at: time)
        let isYoung = start.map { $0.duration(to: time) < .seconds(8 * 86_400) } ?? true
        var effects = Effects(trust: trust, isYoung: isYoung)
        // What went on rising after a level was accepted is told again only once it is a good deal worse.
        if accepted != nil { effects.shift = effects.high }
        effects.shift = Swift.max(effects.shift, bars.high.distance)
        tests.add(residual: residual, deviation: deviation, effects: effects, bars: bars)
        recent.add(Float(scaled - minute - season))
        spell.add(tests.isFarOff)
        let mayAlarm = trust == .full || trust == .gross && subject == .whole
        let alarm = mayAlarm ? tests.alarm(horizon: horizon, effects: effects) ?? lastingAlarm(residual) : nil
        if isQuiet, alarm == nil, !isExcused {
            learn(scaled, own: own, residual: residual, minute: minute, deviation: deviation, at: time)
        } else {
            if isQuiet, alarm != nil { tests.takeAlarm(horizon: horizon) }
            profile.drop()
            tests.dropExcursions()
        }
        let expected = scaled - residual
        let reach = Self.expectedReach * deviation
        let low = Self.kind.unscaled(expected - reach)
        let range = trust == .none ? nil : low...Swift.max(low, Self.kind.unscaled(expected + reach))
        return Reading(
            expected: Self.kind.unscaled(expected), residual: residual, deviation: deviation,
            alarm: alarm, isFarOff: tests.isFarOff,
            isOdd: tests.isFarOff || alarm == .shift && isShifted(effects), expectedRange: range)
    }

    /// Trouble that was called no fault is under way: it is no more learned than a fault is.
    private var isExcused: Bool { bars.probes != nil && spell.count >= Self.oddOfSpell }

    /// Of the last 20: a fifth of them being far off is no chance.
    private static let oddOfSpell = 4

    /// What was called no fault is told after all where it goes on for far longer than it did.
    private func lastingAlarm(_ residual: Double) -> Alarm? {
        guard let most = bars.probes, spell.length > most else { return nil }
        return residual < 0 ? .low : .high
    }

    /// The values that are needed for any alarm.
    static let valuesNeeded = 60.0
    /// The history that is needed for alarms of small effects: a day, and an hour to settle beside it.
    static let historyNeeded: Duration = .seconds(90_000)

    /// How far this channel has come.
    package var learning: EndpointStatus.Learning {
        guard let start, let last else { return .learning(share: 0) }
        if trust(at: last) == .full { return .learned(since: start.advanced(by: Self.historyNeeded)) }
        let time = start.duration(to: last).seconds / Self.historyNeeded.seconds
        return .learning(share: Swift.min(count / Self.valuesNeeded, time))
    }

    private func trust(at time: Timestamp) -> Trust {
        guard count >= Self.valuesNeeded, let start else { return .none }
        return start.duration(to: time) >= Self.historyNeeded ? .full : .gross
    }

    /// Where the newest values lie.
    enum Settlement: Sendable, Hashable {
        /// At the usual level.
        case usual
        /// At another one, beside the time of day, with the usual spread.
        case settled(at: Double)
        /// They still move, or spread more than usual.
        case unsettled
    }

    var settlement: Settlement {
        let deviation = Swift.max(scale.deviation, Self.smallestDeviation)
        guard let settled = recent.settledLevel(deviation: deviation) else { return .unsettled }
        return abs(settled - level.value) > Effects(trust: .full, isYoung: false).shift ? .settled(at: settled) : .usual
    }

    /// Takes a level at which values have settled for as normal as the usual one.
    mutating func accept(_ settled: Double, at time: Timestamp) {
        accepted = AcceptedLevel(offset: settled, at: time)
        tests.reset()
    }

    /// Whether the newest values lie as far off as the alarm is about; the sum itself falls back slowly.
    private func isShifted(_ effects: Effects) -> Bool {
        recent.newestMedian.map { $0 - level.value > effects.shift } ?? false
    }

    /// A channel of the same settings that knows nothing yet.
    func anew(interval: Duration) -> ValueChannel {
        var channel = ValueChannel(interval: interval, horizon: horizon, subject: subject)
        channel.bars = bars
        return channel
    }

    /// What added up belongs to a fault that is over.
    package mutating func resetTests() { tests.reset() }

    private mutating func begin(at time: Timestamp) {
        if let last, last.duration(to: time) > Self.forgottenAfter { forget() }
        last = time
        if start == nil { start = time }
        profile.move(to: time)
        guard let median = profile.references.median else { return }
        season = median
        guard !hasReferences else { return }
        // From here on residuals are taken from the time of day; what was added up before means nothing.
        hasReferences = true
        level.reset()
        accepted = nil
        recent.removeAll()
        tests.reset()
    }

    /// After so long without a value, everything is learned anew: no past day is known any more.
    private static let forgottenAfter: Duration = .seconds(7 * 86_400)

    private mutating func forget() {
        hasReferences = false
        season = 0
        start = nil
        count = 0
        accepted = nil
        level.reset()
        recent.removeAll()
        tests.reset()
    }

    /// The smallest of the residuals from all that is normal: the present level, yesterday, a week ago, the median of the
    /// days, and the same beside a level that was accepted. Between two of them, nothing is odd.
    private func smallest(_ own: Double, _ value: Double) -> Double {
        var residual = own
        func consider(_ other: Double) {
            if residual * other <= 0 { residual = 0 } else if abs(other) < abs(residual) { residual = other }
        }
        let references = profile.references
        for reference in [references.median, references.yesterday, references.weekAgo] {
            guard let reference else { continue }
            consider(value - reference)
            if let accepted { consider(value - reference - accepted.offset) }
        }
        if let accepted, references.median == nil { consider(value - accepted.offset) }
        return residual
    }

    private mutating func learn(
        _ value: Double, own: Double, residual: Double, minute: Double, deviation: Double, at time: Timestamp
    ) {
        tests.learn(residual: residual, deviation: deviation)
        count += 1
        scale.add(own)
        level.add(value - season - minute, deviation: deviation)
        let clipped = Swift.max(-3 * deviation, Swift.min(3 * deviation, own))
        minutes?.learn(clipped + minute, at: time)
        profile.learn(clipped + season + level.value)
    }
}

extension ValueChannel: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&profile)
        minutes?.exchange(&coder)
        coder.exchange(&level)
        coder.exchange(&scale)
        coder.exchange(&tests)
        coder.exchange(&accepted, placeholder: AcceptedLevel(offset: 0, at: Timestamp(microseconds: 0))) {
            $0.exchange(&$1)
        }
        coder.exchange(&season)
        coder.exchange(&hasReferences)
        coder.exchange(&start)
        coder.exchange(&last)
        coder.exchange(&recent)
        coder.exchange(&spell)
        coder.exchange(&count)
    }
}
