/// Page's cumulative sum (1954) for a lasting rise of a standardised value: what exceeds an allowance, added up and never
/// below 0.
package struct ShiftCusum: Sendable, Hashable {
    /// One value counts at most as this many deviations: a lasting shift shows in many of them.
    private static let valueLimit = 2.5
    /// No more is added up: the sum falls back soon after a shift is over.
    private static let sumLimit = 60.0

    /// In deviations; shifts of twice the allowance are found soonest.
    private let allowance: Double
    package private(set) var sum = 0.0
    private var count = 0.0
    private var total = 0.0

    package init(allowance: Double) { self.allowance = allowance }

    /// The mean residual since the sum left 0.
    package var meanResidual: Double { count > 0 ? total / count : 0 }

    /// - Parameters:
    ///   - residual: What was measured minus what was expected.
    ///   - deviation: The usual size of residuals.
    package mutating func add(residual: Double, deviation: Double) {
        let value = Swift.max(-Self.valueLimit, Swift.min(Self.valueLimit, residual / deviation))
        sum = Swift.min(Self.sumLimit, Swift.max(0, sum + value - allowance))
        if sum == 0 {
            count = 0
            total = 0
        } else {
            count += 1
            total += Swift.max(-3 * deviation, Swift.min(10 * deviation, residual))
        }
    }

    package mutating func reset() { self = ShiftCusum(allowance: allowance) }
}

extension ShiftCusum: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&sum)
        coder.exchange(&count)
        coder.exchange(&total)
    }
}
