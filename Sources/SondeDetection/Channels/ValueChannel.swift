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
    /// What came back at the same time of day, or of the week, and was told before.
    private var recurring: RecurringOddities
    private var start: Timestamp?
    private var last: Timestamp?
    /// Seconds for which values came; gaps are none.
    private var experience = 0.0
    /// Since when small effects are told.
    private var learned: Timestamp?
    private var recent = RecentResiduals()
    /// Half of the last values were far off.
    private var spell = OddSpell(least: OddSpell.window / 2)
    private var count = 0.0

    /// What is watched.
    enum Subject: Sendable, Hashable {
        /// The response time: both directions, and the time of day as finely as it can be told.
        case whole
        /// The size of the answer: as the whole, but another release may well have answers of another size.
        case size
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
        let slot = subject == .part ? Self.slotOfParts : SeasonalProfile.usualSlot
        profile = SeasonalProfile(interval: interval, slot: slot)
        // Coarser probes cannot tell the minutes of an hour apart.
        minutes = seconds <= 60 ? MinuteProfile() : nil
        level = Level(memory: Swift.max(Self.leastMemory, Self.levelHours * stepsPerHour))
        scale = Scale(
            memory: Swift.max(Self.leastMemory, Self.scaleHours * stepsPerHour), least: Self.smallestDeviation)
        tests = ValueTests(watchesLow: subject != .part)
        recurring = RecurringOddities(valuesPerHour: stepsPerHour)
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
        let unexplained = smallest(own, scaled - minute)
        let residual = recurring.references.reduce(unexplained) { Self.nearer($0, scaled - minute - $1) }
        // A habit is never quite what the days beside it and the minutes around it let expect: it stays known for as long
        // as it is kept up.
        if abs(residual) < abs(unexplained) { recurring.renew(scaled - minute, at: time) }
        accepted?.observe(beside: scaled - minute - season, usual: level.value, at: time)
        if accepted?.isOver(at: time) == true { accepted = nil }
        let trust = trust
        let isYoung = start.map { $0.duration(to: time) < .seconds(8 * 86_400) } ?? true
        var effects = Effects(trust: trust, isYoung: isYoung)
        // What went on rising after a level was accepted is told again only once it is a good deal worse.
        if accepted != nil || subject == .size { effects.shift = effects.high }
        effects.shift = Swift.max(effects.shift, bars.high.distance)
        tests.add(residual: residual, deviation: deviation, effects: effects, bars: bars)
        recent.add(Float(scaled - minute - season))
        spell.add(tests.isFarOff)
        let mayAlarm = trust == .full || trust == .gross && subject != .part
        let alarm = mayAlarm ? tests.alarm(horizon: horizon, effects: effects) ?? lastingAlarm(residual) : nil
        if isQuiet, alarm == nil, !isExcused {
            learn(scaled, own: own, residual: residual, minute: minute, deviation: deviation, at: time)
        } else {
            if isQuiet, alarm != nil { tests.takeAlarm(horizon: horizon) }
            let isOff = tests.isFarOff || alarm != nil && abs(residual) > effects.shift
            if isOff, !isExcused { recurring.add(scaled - minute, at: time) }
            profile.drop()
            tests.dropExcursions()
        }
        if learned == nil, self.trust == .full { learned = time }
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
    /// The history that is needed for alarms of small effects: a day, and an hour to settle beside it. Gaps are none of it.
    static let historyNeeded: Duration = .seconds(90_000)

    /// How far this channel has come.
    package var learning: EndpointStatus.Learning {
        if let learned { return .learned(since: learned) }
        return .learning(share: Swift.min(count / Self.valuesNeeded, experience / Self.historyNeeded.seconds))
    }

    private var trust: Trust {
        guard count >= Self.valuesNeeded else { return .none }
        return experience >= Self.historyNeeded.seconds ? .full : .gross
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

    /// Values hardly ever differed, so that no spread of them can be judged.
    var isConstant: Bool { scale.deviation < Self.smallestDeviation }

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
        if let last {
            let step = last.duration(to: time)
            if step > Self.forgottenAfter { forget() }
            if step.seconds <= Swift.max(Self.longestStep, 4 * 3600 / stepsPerHour) { experience += step.seconds }
        }
        last = time
        if start == nil { start = time }
        profile.move(to: time)
        recurring.move(to: time)
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

    /// In seconds: a longer time without a value is a gap.
    private static let longestStep = 3600.0
    /// After so long without a value, everything is learned anew: no past day is known any more.
    private static let forgottenAfter: Duration = .seconds(7 * 86_400)

    private mutating func forget() {
        hasReferences = false
        season = 0
        start = nil
        experience = 0
        learned = nil
        count = 0
        accepted = nil
        recurring = RecurringOddities(valuesPerHour: stepsPerHour)
        level.reset()
        recent.removeAll()
        tests.reset()
    }

    /// The smallest of the residuals from the present level, yesterday, a week ago, the median of the days, and the same
    /// beside a level that was accepted. Between two of them, nothing is odd.
    private func smallest(_ own: Double, _ value: Double) -> Double {
        var residual = own
        func consider(_ other: Double) { residual = Self.nearer(residual, other) }
        let references = profile.references
        for reference in [references.median, references.yesterday, references.weekAgo] {
            guard let reference else { continue }
            consider(value - reference)
            if let accepted { consider(value - reference - accepted.offset) }
        }
        if let accepted, references.median == nil { consider(value - accepted.offset) }
        return residual
    }

    private static func nearer(_ residual: Double, _ other: Double) -> Double {
        if residual * other <= 0 { return 0 }
        return abs(other) < abs(residual) ? other : residual
    }

    private mutating func learn(
        _ value: Double, own: Double, residual: Double, minute: Double, deviation: Double, at time: Timestamp
    ) {
        tests.learn(residual: residual, deviation: deviation)
        count += 1
        scale.add(own)
        level.add(value - season - minute, deviation: deviation)
        minutes?.learn(Self.clipped(own, 3 * deviation) + minute, at: time)
        // Beside the nearest of what is normal: what was accepted, or comes back every day, is learned as it is.
        profile.learn(value - minute - residual + Self.clipped(residual, 3 * deviation))
    }

    private static func clipped(_ value: Double, _ limit: Double) -> Double {
        Swift.max(-limit, Swift.min(limit, value))
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
        coder.exchange(&recurring)
        coder.exchange(&start)
        coder.exchange(&experience)
        coder.exchange(&learned)
        coder.exchange(&last)
        coder.exchange(&recent)
        coder.exchange(&spell)
        coder.exchange(&count)
    }
}
