package import SondeCore
import Synchronization

/// Hands events to whoever listens: pages, the terminal. A listener that falls behind loses the oldest events.
package final class EventHub: Sendable {
    private struct Listener {
        var endpoint: String?
        var wantsProbes: Bool
        var continuation: AsyncStream<LiveEvent>.Continuation
    }

    private struct State {
        var listeners: [Int: Listener] = [:]
        var nextID = 0
    }

    private static let bufferedEvents = 2000
    private let state = Mutex(State())

    package init() {}

    /// - Parameter probes: Whether single probes are wanted too. 10,000 endpoints bring hundreds a second, which
    ///   would push out of the buffer of a slow listener what it listens for.
    func events(of endpoint: String?, probes: Bool = true) -> AsyncStream<LiveEvent> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: LiveEvent.self, bufferingPolicy: .bufferingNewest(Self.bufferedEvents))
        let id = state.withLock { state in
            state.nextID += 1
            state.listeners[state.nextID] = Listener(
                endpoint: endpoint, wantsProbes: probes, continuation: continuation)
            return state.nextID
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.listeners.removeValue(forKey: id) }
        }
        return stream
    }

    func publish(_ event: LiveEvent) {
        let listeners = state.withLock { $0.listeners }
        guard !listeners.isEmpty else { return }
        let subject = event.endpoint
        let isProbe = if case .probed = event { true } else { false }
        for listener in listeners.values
        where (listener.endpoint == nil || listener.endpoint == subject) && (listener.wantsProbes || !isProbe) {
            listener.continuation.yield(event)
        }
    }
}

extension LiveEvent {
    /// The endpoint that the event is about; nil when it is about Sonde itself.
    package var endpoint: String? {
        switch self {
        case .probed(let result, _, _): result.endpoint
        case .anomaly(let anomaly): anomaly.endpoint
        case .opened(let incident), .raised(let incident), .closed(let incident), .excused(let incident):
            incident.endpoint
        case .learned(let endpoint): endpoint
        case .trouble, .recovered, .reloaded: nil
        }
    }
}
