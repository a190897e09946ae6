import Synchronization

/// A Boolean that a test sets and a server reads.
final class Flag: Sendable {
    private let isRaised = Atomic(false)

    var value: Bool { isRaised.load(ordering: .acquiring) }

    func raise() { isRaised.store(true, ordering: .releasing) }
}
