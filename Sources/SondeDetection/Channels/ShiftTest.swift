/// Whether values lie lastingly higher than expected: a cumulative sum with a gate that learned how far the sum goes while
/// nothing is wrong.
struct ShiftTest: Sendable, Hashable {
    private static let leastSum = 10.0
    private static let base = 3.0
    private static let assumedHeight = 1.5
    private static let heightLimit = 57.0

    private var cusum: ShiftCusum
    private var gate = ExcursionGate(base: base, assumedHeight: assumedHeight, heightLimit: heightLimit)

    /// - Parameter allowance: In deviations; shifts of twice as much are found soonest.
    init(allowance: Double) { cusum = ShiftCusum(allowance: allowance) }

    mutating func add(residual: Double, deviation: Double) { cusum.add(residual: residual, deviation: deviation) }

    /// Whether the sum is where it comes once in so many steps while nothing is wrong, and the values in it are on
    /// average as far off as matters.
    func isPassed(horizon: Double, effect: Double) -> Bool {
        cusum.sum > Self.leastSum && cusum.meanResidual > effect && cusum.sum > gate.level(steps: horizon)
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

extension ShiftTest: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&cusum)
        coder.exchange(&gate)
    }
}
