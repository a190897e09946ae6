/// Where values lie beside what the time of day lets expect, following slowly.
package struct Level: Sendable, Hashable {
    private static let valuesNeeded = 40.0
    private static let outlierLimit = 3.0

    package private(set) var value = 0.0
    private var count = 0.0
    private let memory: Double

    /// - Parameter memory: Values over which is averaged.
    package init(memory: Double) { self.memory = memory }

    package var isEmpty: Bool { count == 0 }

    package mutating func add(_ offset: Double, deviation: Double) {
        var residual = offset - value
        if count > Self.valuesNeeded {
            residual = Swift.max(-Self.outlierLimit * deviation, Swift.min(Self.outlierLimit * deviation, residual))
        }
        count += 1
        value += Swift.max(1 / memory, 1 / count) * residual
    }

    /// The first value of a stream without history.
    package mutating func start(at offset: Double) { (value, count) = (offset, 1) }

    package mutating func reset() { (value, count) = (0, 0) }
}

extension Level: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&value)
        coder.exchange(&count)
    }
}
