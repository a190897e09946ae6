/// The tests of a value channel: many high values among the last, very high ones, many low ones, and a lasting shift.
struct ValueTests: Sendable {
    /// How often a value is high or very high while nothing is wrong: a little more often than the quantiles say, whose
    /// estimates waver.
    private static let highRate = 0.015
    private static let veryHighRate = 0.0012

    private var high = RunningQuantile(0.99)
    private var low = RunningQuantile(0.01)
    private var veryHigh = RunningQuantile(0.999)

    private var mostHigh = EventTest(faultRate: 0.8, base: 4, assumedHeight: 1.2)
    private var someHigh = EventTest(faultRate: 0.25, base: 4, assumedHeight: 0.8)
    private var mostVeryHigh = EventTest(faultRate: 0.8, base: 7, assumedHeight: 2)
    private var mostLow = EventTest(faultRate: 0.8, base: 4.5, assumedHeight: 1.5)
    private var someLow = EventTest(faultRate: 0.25, base: 4, assumedHeight: 1)
    private var smallShift = ShiftTest(allowance: 0.75)
    private var largeShift = ShiftTest(allowance: 1.5)

    private let watchesLow: Bool
    /// Whether the last value was high or low by itself.
    private(set) var isFarOff = false

    /// - Parameter watchesLow: Whether values that are too low are odd, too.
    init(watchesLow: Bool) { self.watchesLow = watchesLow }

    /// - Parameter bars: What was called no fault.
    mutating func add(residual: Double, deviation: Double, effects: Effects, bars: Bars) {
        let isHigh = residual > high.estimate && residual > effects.high
        let isVeryHigh = residual > veryHigh.estimate && residual > effects.high
        let isLow = watchesLow && residual < low.estimate && residual < -effects.low
        let isBeyondHigh = residual > bars.high.distance
        let isBeyondLow = residual < -bars.low.distance
        Self.count(isHigh, isBeyondHigh, bars.high, in: &mostHigh)
        someHigh.add(isHigh && isBeyondHigh, usualRate: Self.highRate)
        mostVeryHigh.add(isVeryHigh && isBeyondHigh, usualRate: Self.veryHighRate)
        Self.count(isLow, isBeyondLow, bars.low, in: &mostLow)
        someLow.add(isLow && isBeyondLow, usualRate: Self.highRate)
        smallShift.add(residual: residual, deviation: deviation)
        largeShift.add(residual: residual, deviation: deviation)
        isFarOff = isHigh || isLow
    }

    /// Where a share of odd values is usual, more of them are a fault; where most are, only those that are farther off.
    private static func count(_ isOdd: Bool, _ isBeyond: Bool, _ bar: Bar, in test: inout EventTest) {
        if bar.allowsCounting {
            test.add(isOdd, usualRate: Swift.max(highRate, bar.share))
        } else {
            test.add(isOdd && isBeyond, usualRate: highRate)
        }
    }

    /// - Parameter horizon: Steps in which one false alarm of one test is put up with.
    func alarm(horizon: Double, effects: Effects) -> ValueChannel.Alarm? {
        if mostHigh.isPassed(horizon: horizon) || someHigh.isPassed(horizon: horizon) { return .high }
        if mostVeryHigh.isPassed(horizon: horizon) { return .high }
        if mostLow.isPassed(horizon: horizon) || someLow.isPassed(horizon: horizon) { return .low }
        if smallShift.isPassed(horizon: horizon, effect: effects.shift) { return .shift }
        return largeShift.isPassed(horizon: horizon, effect: effects.shift) ? .shift : nil
    }

    mutating func learn(residual: Double, deviation: Double) {
        mostHigh.learn()
        someHigh.learn()
        mostVeryHigh.learn()
        mostLow.learn()
        someLow.learn()
        smallShift.learn()
        largeShift.learn()
        high.add(residual, spread: deviation)
        low.add(residual, spread: deviation)
        veryHigh.add(residual, spread: deviation)
    }

    /// Each test that has passed its gate raises it.
    mutating func takeAlarm(horizon: Double) {
        mostHigh.takeAlarm(horizon: horizon)
        someHigh.takeAlarm(horizon: horizon)
        mostVeryHigh.takeAlarm(horizon: horizon)
        mostLow.takeAlarm(horizon: horizon)
        someLow.takeAlarm(horizon: horizon)
        smallShift.takeAlarm(horizon: horizon)
        largeShift.takeAlarm(horizon: horizon)
    }

    /// What is under way belongs to a fault.
    mutating func dropExcursions() {
        mostHigh.dropExcursion()
        someHigh.dropExcursion()
        mostVeryHigh.dropExcursion()
        mostLow.dropExcursion()
        someLow.dropExcursion()
        smallShift.dropExcursion()
        largeShift.dropExcursion()
    }

    mutating func reset() {
        mostHigh.reset()
        someHigh.reset()
        mostVeryHigh.reset()
        mostLow.reset()
        someLow.reset()
        smallShift.reset()
        largeShift.reset()
    }
}

extension ValueTests: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&high)
        coder.exchange(&low)
        coder.exchange(&veryHigh)
        coder.exchange(&mostHigh)
        coder.exchange(&someHigh)
        coder.exchange(&mostVeryHigh)
        coder.exchange(&mostLow)
        coder.exchange(&someLow)
        coder.exchange(&smallShift)
        coder.exchange(&largeShift)
        coder.exchange(&isFarOff)
    }
}
