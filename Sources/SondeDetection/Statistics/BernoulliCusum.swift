/// Page's cumulative sum (1954) for a rise in how often an event happens: the log-likelihood ratio of `faultRate` to the
/// usual rate, added up and never below 0.
package struct BernoulliCusum: Sendable, Hashable {
    /// No more is added up: the sum falls back soon after a fault is over.
    private static let limit = 40.0

    private let faultRate: Double
    package private(set) var sum = 0.0

    /// - Parameter faultRate: How often the event happens in the fault that is looked for.
    package init(faultRate: Double) { self.faultRate = faultRate }

    package mutating func add(_ happened: Bool, usualRate: Double) {
        let usual = Swift.min(usualRate, faultRate / 3)
        let ratio = happened ? Logarithm.of(faultRate / usual) : Logarithm.of((1 - faultRate) / (1 - usual))
        sum = Swift.min(Self.limit, Swift.max(0, sum + ratio))
    }

    package mutating func reset() { sum = 0 }
}

extension BernoulliCusum: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&sum)
    }
}
