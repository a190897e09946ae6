import SondeCore

/// Lets a surprise through that exceeds what was seen before: what was as strange a short while ago is no news.
struct Onset: Sendable, Hashable {
    /// What was seen counts half after as long.
    private static let halfLife: Duration = .seconds(43_200)
    /// What is no news is told as at most this: one in a hundred.
    private static let limit = 2.0

    private var peak = 0.0
    private var last: Timestamp?

    mutating func pass(_ surprise: Double, at time: Timestamp) -> Double {
        if let last {
            let halves = last.duration(to: time).seconds / Self.halfLife.seconds
            peak *= Logarithm.inverse(-0.693_147_180_559_945_3 * Swift.max(0, halves))
        }
        last = time
        guard surprise > peak else { return Swift.min(surprise, Self.limit) }
        peak = surprise
        return surprise
    }
}

extension Onset: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&peak)
        coder.exchange(&last)
    }
}
