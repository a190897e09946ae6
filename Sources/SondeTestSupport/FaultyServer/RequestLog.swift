import Synchronization

/// The requests a server received: all counted, the newest kept.
final class RequestLog: Sendable {
    private static let kept = 10_000

    private let newest = Mutex<[FaultyServer.Request]>([])
    let received = Gauge()

    var requests: [FaultyServer.Request] {
        newest.withLock { $0.suffix(Self.kept) }
    }

    func record(_ request: FaultyServer.Request) {
        newest.withLock { newest in
            newest.append(request)
            if newest.count == 2 * Self.kept { newest.removeFirst(Self.kept) }
        }
        received.add(1)
    }
}
