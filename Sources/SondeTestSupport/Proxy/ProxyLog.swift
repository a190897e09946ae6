import Synchronization

/// What came to a proxy and what became of it.
final class ProxyLog: Sendable {
    enum Outcome {
        case tunnelled
        case forwarded
        case refused
    }

    private let log = Mutex<[(outcome: Outcome, target: String)]>([])

    func record(_ outcome: Outcome, _ target: String) {
        log.withLock { $0.append((outcome, target)) }
    }

    /// The targets with this outcome, oldest first.
    func entries(_ outcome: Outcome) -> [String] {
        log.withLock { $0.filter { $0.outcome == outcome }.map(\.target) }
    }
}
