/// The tests of a value channel: most or some of the last values are high, or low, or all have shifted.
struct ValueTests: Sendable {
    /// How often a value is high, or low, while nothing is wrong: a little more often than the quantiles say, whose
    /// estimates waver.
    private static let oddRate = 0.015

    private var high = RunningQuantile(0.99)
    private var low = RunningQuantile(0.01)

    private var mostHigh = EventTest(faultRate: 0.8, base: 4, assumedHeight: 1.2)
    private var someHigh = EventTest(faultRate: 0.25, base: 4, assumedHeight: 0.8)
    private var mostLow = EventTest(faultRate: 0.8, base: 4.5, assumedHeight: 1.5)
    private var someLow = EventTest(faultRate: 0.25, base: 4, assumedHeight: 1)
    private var shift = ShiftTest(allowance: 0.75)

    private let watchesLow: Bool
    /// Whether the last value was high or low by itself.
    private(set) var isFarOff = false

    /// - Parameter watchesLow: Whether values that are too low are odd, too.
    init(watchesLow: Bool) { self.watchesLow = watchesLow }

    /// - Parameter bars: What was called no fault.
    mutating func add(residual: Double, deviation: Double, effects: Effects, bars: Bars) {
        let isHigh = residual > high.estimate && residual > effects.high
        let isLow = watchesLow && residual < low.estimate && residual < -effects.low
        let isBeyondHigh = residual > bars.high.distance
        let isBeyondLow = residual < -bars.low.distance
        Self.count(isHigh, isBeyondHigh, bars.high, in: &mostHigh)
        someHigh.add(isHigh && isBeyondHigh, usualRate: Self.oddRate)
        Self.count(isLow, isBeyondLow, bars.low, in: &mostLow)
        someLow.add(isLow && isBeyondLow, usualRate: Self.oddRate)
        shift.add(residual: residual, deviation: deviation)
        isFarOff = isHigh || isLow
    }

    /// Where a share of odd values is usual, more of them are a fault; where most are, only those that are farther off.
    private static func count(_ isOdd: Bool, _ isBeyond: Bool, _ bar: Bar, in test: inout EventTest) {
        if bar.allowsCounting {
            test.add(isOdd, usualRate: Swift.max(oddRate, bar.share))
        } else {
            test.add(isOdd && isBeyond, usualRate: oddRate)
        }
    }

    /// - Parameter horizon: Steps in which one false alarm of one test is put up with.
    func alarm(horizon: Double, effects: Effects) -> ValueChannel.Alarm? {
        if mostHigh.isPassed(horizon: horizon) || someHigh.isPassed(horizon: horizon) { return .high }
        if mostLow.isPassed(horizon: horizon) || someLow.isPassed(horizon: horizon) { return .low }
        return shift.isPassed(horizon: horizon, effect: effects.shift) ? .shift : nil
    }

    mutating func learn(residual: Double, deviation: Double) {
        mostHigh.learn()
        someHigh.learn()
        mostLow.learn()
        someLow.learn()
        shift.learn()
        high.add(residual, spread: deviation)
        low.add(residual, spread: deviation)
    }

    /// Each test that has passed its gate raises it.
    mutating func takeAlarm(horizon: Double) {
        mostHigh.takeAlarm(horizon: horizon)
        someHigh.takeAlarm(horizon: horizon)
        mostLow.takeAlarm(horizon: horizon)
        someLow.takeAlarm(horizon: horizon)
        shift.takeAlarm(horizon: horizon)
    }

    /// What is under way belongs to a fault.
    mutating func dropExcursions() {
        mostHigh.dropExcursion()
        someHigh.dropExcursion()
        mostLow.dropExcursion()
        someLow.dropExcursion()
        shift.dropExcursion()
    }

    mutating func reset() {
        mostHigh.reset()
        someHigh.reset()
        mostLow.reset()
        someLow.reset()
        shift.reset()
    }
}

extension ValueTests: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&high)
        coder.exchange(&low)
        coder.exchange(&mostHigh)
        coder.exchange(&someHigh)
        coder.exchange(&mostLow)
        coder.exchange(&someLow)
        coder.exchange(&shift)
        coder.exchange(&isFarOff)
    }
}
