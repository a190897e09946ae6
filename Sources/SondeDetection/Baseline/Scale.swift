/// The usual size of residuals, a standard deviation that single large ones do not move.
package struct Scale: Sendable, Hashable {
    /// Standard deviations for a mean absolute deviation of 1, if values are normal: sqrt(pi / 2).
    private static let perMeanDeviation = 1.2533
    /// Values before outliers are told from the others.
    private static let valuesNeeded = 40.0
    /// An outlier counts as this many deviations.
    private static let outlierLimit = 4.0

    package private(set) var deviation = 0.0
    private var count = 0.0
    private let memory: Double

    /// Less than it is no spread: what was constant may begin to vary.
    private let least: Double

    /// - Parameters:
    ///   - memory: Values over which is averaged.
    ///   - least: The smallest deviation by which outliers are told.
    package init(memory: Double, least: Double = 0) {
        self.memory = memory
        self.least = least
    }

    package mutating func add(_ residual: Double) {
        var size = abs(residual)
        if count > Self.valuesNeeded { size = Swift.min(size, Self.outlierLimit * Swift.max(deviation, least)) }
        deviation += Swift.max(1 / memory, 1 / (count + 1)) * (size * Self.perMeanDeviation - deviation)
        count += 1
    }
}

extension Scale: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&deviation)
        coder.exchange(&count)
    }
}
