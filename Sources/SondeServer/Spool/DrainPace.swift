/// How many spooled batches are brought over at once, and when the oldest of them alone is under suspicion.
///
/// After a fault fewer are tried, down to one: so a batch that the store refuses is found among the others. A store that
/// refuses everything does so in the same way, which only a trial with another batch can tell.
struct DrainPace: Sendable, Equatable {
    static let most = 256
    private static let refusalsOfOne = 3

    private(set) var batches = most
    private var refusals = 0

    /// The oldest batch was refused again and again.
    var isSuspicious: Bool { refusals >= Self.refusalsOfOne }

    mutating func succeeded() {
        batches = min(Self.most, batches * 2)
        refusals = 0
    }

    mutating func failed() {
        if batches == 1 { refusals += 1 }
        batches = max(1, batches / 4)
    }
}
