import SondeCore

/// How long to wait before a message is tried again, and when it is given up.
enum Backoff {
    /// From the first failure on the pauses double, from a second up to this.
    static let longest: Duration = .seconds(3600)
    /// A channel that did not take a message is left alone for no longer, whatever waits: what is new is to be told soon after it
    /// works again.
    static let longestOfChannel: Duration = .seconds(60)
    /// A message that nobody has taken for so long is a dead letter.
    static let patience: Duration = .seconds(86_400)

    /// The pause after a number of failed tries.
    ///
    /// - Parameters:
    ///   - attempts: At least 1.
    ///   - asked: What the server asks for; no less is waited, and no more than a day.
    ///   - jitter: 0 to 1, by chance: so that many that failed together do not come together again. The pause is
    ///     between a half and all of what it could be ("equal jitter").
    static func pause(attempts: Int, asked: Duration?, jitter: Double) -> Duration {
        let full = min(longest.seconds, Double(1 << min(20, max(0, attempts - 1))))
        let pause = full * (0.5 + jitter / 2)
        return .seconds(max(pause, min(asked?.seconds ?? 0, patience.seconds)))
    }
}
