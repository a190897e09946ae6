/// A quantile of a stream in two numbers, by stochastic approximation (Robbins and Monro, 1951): each value moves the
/// estimate up or down so that in the long run the right share of values lies above it.
package struct RunningQuantile: Sendable, Hashable {
    /// How far one value moves the estimate once it has settled, in spreads of the values.
    private static let settledRate = 0.002

    /// The share of values at or below the estimate.
    package let share: Double
    package private(set) var estimate = 0.0
    private var count = 0.0

    package init(_ share: Double) { self.share = share }

    /// Takes in a value of a stream whose values spread by about `spread`.
    package mutating func add(_ value: Double, spread: Double) {
        count += 1
        let rate = Swift.max(Self.settledRate, Swift.min(0.5, 5 / count))
        // Rare sides move by more, so that all quantiles settle in about the same time.
        let step = spread * rate / Swift.max(0.05, 2 * (share * (1 - share)).squareRoot())
        estimate += value > estimate ? step * share : -step * (1 - share)
    }
}
