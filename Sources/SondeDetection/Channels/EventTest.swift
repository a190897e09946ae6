/// Whether an event happens more often than usual: a cumulative sum with a gate that learned how far the sum goes while
/// nothing is wrong.
struct EventTest: Sendable, Hashable {
    /// One event is never enough, however rare.
    static let usualLeastSum = 10.0
    /// A quiet excursion counts with at most this much above the base.
    private static let heightLimit = 10.0

    private let leastSum: Double
    private var cusum: BernoulliCusum
    private var gate: ExcursionGate

    /// - Parameters:
    ///   - faultRate: How often the event happens in the fault that is looked for.
    ///   - base: Excursions below are of no interest.
    ///   - assumedHeight: The mean height of excursions above the base before any was seen.
    ///   - leastSum: No lower sum is an alarm, whatever the gate says.
    init(faultRate: Double, base: Double, assumedHeight: Double, leastSum: Double = usualLeastSum) {
        self.leastSum = leastSum
        cusum = BernoulliCusum(faultRate: faultRate)
        gate = ExcursionGate(base: base, assumedHeight: assumedHeight, heightLimit: Self.heightLimit)
    }

    mutating func add(_ happened: Bool, usualRate: Double) { cusum.add(happened, usualRate: usualRate) }

    /// Whether the sum is where it comes once in so many steps while nothing is wrong.
    func isPassed(horizon: Double) -> Bool {
        cusum.sum > leastSum && cusum.sum > gate.level(steps: horizon)
    }

    /// The sum has passed the gate: an alarm.
    mutating func takeAlarm(horizon: Double) {
        if cusum.sum > gate.level(steps: horizon) { gate.take(alarmAt: cusum.sum) }
    }

    /// Nothing is wrong.
    mutating func learn() { gate.observe(cusum.sum) }

    /// The excursion that is under way belongs to a fault.
    mutating func dropExcursion() { gate.dropExcursion() }

    mutating func reset() {
        cusum.reset()
        gate.dropExcursion()
    }
}

extension EventTest: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&cusum)
        coder.exchange(&gate)
    }
}
