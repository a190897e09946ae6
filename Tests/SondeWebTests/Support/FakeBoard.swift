import SondeCore
import Synchronization

/// A board that shows what the test put on it and tells the events that the test sends.
final class FakeBoard: StatusBoard {
    private struct State {
        var statuses: [EndpointStatus]
        var troubles: [String] = []
        var store: StoreHealth?
        var excuses: [Excuse] = []
        var watchers: [(endpoint: String?, continuation: AsyncStream<LiveEvent>.Continuation)] = []
        var arrivals: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state: Mutex<State>

    init(_ statuses: [EndpointStatus] = []) {
        state = Mutex(State(statuses: statuses))
    }

    func statuses() async -> [EndpointStatus] {
        state.withLock { $0.statuses }
    }

    func status(of endpoint: String) async -> EndpointStatus? {
        state.withLock { $0.statuses.first { $0.name == endpoint } }
    }

    func events(of endpoint: String?) async -> AsyncStream<LiveEvent> {
        let (stream, continuation) = AsyncStream<LiveEvent>.makeStream()
        let arrived = state.withLock { state in
            state.watchers.append((endpoint, continuation))
            let reached = state.arrivals.filter { $0.count <= state.watchers.count }
            state.arrivals.removeAll { $0.count <= state.watchers.count }
            return reached
        }
        for arrival in arrived { arrival.continuation.resume() }
        return stream
    }

    func health() async -> SystemHealth {
        state.withLock { SystemHealth(startedAt: Samples.now, probes: 12_345, troubles: $0.troubles, store: $0.store) }
    }

    /// What a person said of an incident.
    struct Excuse: Sendable, Hashable {
        var id: String
        var isFault: Bool
    }

    var excuses: [Excuse] { state.withLock { $0.excuses } }

    func excuse(_ id: String, stored: Incident?, isFault: Bool) async -> Incident? {
        guard var incident = stored, !incident.patterns.isEmpty else { return nil }
        state.withLock { $0.excuses.append(Excuse(id: id, isFault: isFault)) }
        incident.excusedAt = isFault ? nil : Samples.now
        return incident
    }

    func set(store: StoreHealth) {
        state.withLock { $0.store = store }
    }

    func set(troubles: [String]) {
        state.withLock { $0.troubles = troubles }
    }

    func update(_ status: EndpointStatus) {
        state.withLock { state in
            for index in state.statuses.indices where state.statuses[index].name == status.name {
                state.statuses[index] = status
            }
        }
    }

    /// Returns when `count` readers have asked for events, the server's own among them.
    func watched(by count: Int) async {
        await withCheckedContinuation { continuation in
            let isReached = state.withLock { state in
                if state.watchers.count >= count { return true }
                state.arrivals.append((count, continuation))
                return false
            }
            if isReached { continuation.resume() }
        }
    }

    func send(_ event: LiveEvent, of endpoint: String? = nil) {
        let watchers = state.withLock { $0.watchers }
        for watcher in watchers where watcher.endpoint == nil || endpoint == nil || watcher.endpoint == endpoint {
            watcher.continuation.yield(event)
        }
    }
}
