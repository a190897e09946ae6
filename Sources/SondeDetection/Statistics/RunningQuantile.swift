/// A quantile of a stream in two numbers, by stochastic approximation (Robbins and Monro, 1951): each value moves the
/// estimate up or down so that in the long run the right share of values lies above it.
package struct RunningQuantile: Sendable, Hashable {

    /// The share of values at or below the estimate.
    package let share: Double
    package private(set) var estimate = 0.0
    private var count = 0.0

    /// How far one value moves the estimate once it has settled, in spreads of the values.
    private let settledRate: Double

    /// - Parameters:
    ///   - share: The share of values at or below the estimate.
    ///   - settledRate: How far one value moves the estimate once it has settled, in spreads of the values.
    package init(_ share: Double, settledRate: Double = 0.002) {
        self.share = share
        self.settledRate = settledRate
    }

    /// Goes on from a quantile of values that are known already.
    mutating func start(at estimate: Double) {
        self.estimate = estimate
        count = Self.knownCount
    }

    /// As many values a known quantile counts for.
    private static let knownCount = 100.0

    /// Takes in a value of a stream whose values spread by about `spread`.
    package mutating func add(_ value: Double, spread: Double) {
        count += 1
        let rate = Swift.max(settledRate, Swift.min(0.5, 5 / count))
        // Rare sides move by more, so that all quantiles settle in about the same time.
        let step = spread * rate / Swift.max(0.05, 2 * (share * (1 - share)).squareRoot())
        estimate += value > estimate ? step * share : -step * (1 - share)
    }
}

extension RunningQuantile: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&estimate)
        coder.exchange(&count)
    }
}
