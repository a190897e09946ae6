import SondeCore

/// The schedule lags of the last probes, for their percentiles.
struct LagHistory: Sendable {
    private static let capacity = 4096

    private var microseconds: [Int64] = []
    private var next = 0

    mutating func append(_ lag: Duration) {
        if microseconds.count < Self.capacity {
            microseconds.append(lag.microseconds)
        } else {
            microseconds[next] = lag.microseconds
            next = (next + 1) % Self.capacity
        }
    }

    /// The nearest-rank percentile; zero without probes.
    func percentile(_ share: Double) -> Duration {
        guard !microseconds.isEmpty else { return .zero }
        let sorted = microseconds.sorted()
        let rank = Int((share * Double(sorted.count)).rounded(.up)) - 1
        return .microseconds(sorted[min(max(0, rank), sorted.count - 1)])
    }
}
