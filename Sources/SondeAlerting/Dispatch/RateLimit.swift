import SondeCore

/// A token bucket: so many messages a minute on average, a quarter of them at once.
struct RateLimit: Sendable {
    private let perMinute: Double
    private let burst: Double
    private var tokens: Double
    private var filledAt: Timestamp?

    init(perMinute: Int) {
        self.perMinute = Double(max(1, perMinute))
        burst = max(1, (self.perMinute / 4).rounded(.up))
        tokens = burst
    }

    /// When the next message may go: now or later.
    mutating func earliest(at now: Timestamp) -> Timestamp {
        fill(at: now)
        guard tokens < 1 else { return now }
        return now.advanced(by: .seconds((1 - tokens) / perMinute * 60))
    }

    mutating func take(at now: Timestamp) {
        fill(at: now)
        tokens -= 1
    }

    private mutating func fill(at now: Timestamp) {
        // A clock that is set back fills nothing.
        let passed = max(0, filledAt.map { $0.duration(to: now).seconds } ?? 0)
        tokens = min(burst, tokens + passed / 60 * perMinute)
        filledAt = now
    }
}
