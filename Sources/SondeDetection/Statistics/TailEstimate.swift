/// How rare a value is among those before it: the values above a high quantile fall off exponentially.
///
/// Peaks over a threshold (Pickands, 1975; Coles, 2001, chapter 4) with shape 0, in O(1): the threshold is a running
/// quantile, the mean excess over it an exponentially weighted mean.
package struct TailEstimate: Sendable, Hashable {
    /// The share of values above the threshold.
    private static let share = 0.05
    /// The threshold follows slowly: what lasts an hour must not become usual within it.
    private static let settledRate = 0.0005
    /// Values before anything is said.
    private static let valuesNeeded = 50.0
    /// Excesses over which their mean is taken.
    private static let memory = 400.0
    /// The mean excess that is assumed before any was seen, and the excesses that this counts for.
    private static let assumedExcess = 0.15
    private static let assumedCount = 10.0
    /// An excess counts with at most this many mean ones: one monstrous value must not make the next ones small.
    private static let excessLimit = 4.0
    /// A distance from the threshold counts with at most this many usual ones.
    private static let spreadLimit = 20.0
    private static let leastExcess = 0.05

    private var threshold = RunningQuantile(1 - share, settledRate: settledRate)
    private var spread = 0.0
    private var count = 0.0
    private var excesses = 0.0
    private var excessCount = 0.0

    package init() {}

    /// -log10 of the share of values that lie as high; 0 below the threshold, where nothing is rare.
    package func surprise(of value: Double) -> Double {
        guard count >= Self.valuesNeeded, value > threshold.estimate else { return 0 }
        return -Self.logShare + (value - threshold.estimate) / meanExcess * Self.tenthsPerE
    }

    package mutating func add(_ value: Double) {
        count += 1
        var distance = abs(value - threshold.estimate)
        if count > Self.valuesNeeded { distance = Swift.min(distance, Self.spreadLimit * spread) }
        spread += Swift.max(0.001, 1 / count) * (distance - spread)
        threshold.add(value, spread: Swift.max(spread, 1e-6))
        guard value > threshold.estimate else { return }
        let excess = Swift.min(
            value - threshold.estimate, Self.excessLimit * Swift.max(Self.leastExcess, meanExcess))
        excesses = excesses * (1 - 1 / Self.memory) + excess
        excessCount = excessCount * (1 - 1 / Self.memory) + 1
    }

    private var meanExcess: Double {
        (excesses + Self.assumedExcess * Self.assumedCount) / (excessCount + Self.assumedCount)
    }

    /// log10 of the share.
    private static let logShare = -1.301_029_995_663_981
    /// log10(e).
    private static let tenthsPerE = 0.434_294_481_903_251_8
}

extension TailEstimate: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&threshold)
        coder.exchange(&spread)
        coder.exchange(&count)
        coder.exchange(&excesses)
        coder.exchange(&excessCount)
    }
}
