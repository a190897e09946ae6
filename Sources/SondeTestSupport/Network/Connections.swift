import NIOCore
import Synchronization

/// The open connections of a server, and how many there have been.
final class Connections: Sendable {
    private struct State {
        var open: [ObjectIdentifier: any Channel] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())
    /// Accepted so far.
    let accepted = Gauge()
    /// Open now.
    let open = Gauge()

    /// Takes a new connection in and returns its number, from 1. After `closeAll` it is closed at once.
    func admit(_ channel: any Channel) -> Int {
        let key = ObjectIdentifier(channel)
        let isClosed = state.withLock { state in
            state.open[key] = channel
            return state.isClosed
        }
        open.add(1)
        channel.closeFuture.whenComplete { _ in
            self.state.withLock { $0.open[key] = nil }
            self.open.add(-1)
        }
        if isClosed { channel.cutNow() }
        return accepted.add(1)
    }

    /// Closes all connections, whatever they are doing, and returns when they are closed.
    func closeAll() async {
        let channels = state.withLock { state in
            state.isClosed = true
            return Array(state.open.values)
        }
        for channel in channels {
            channel.cutNow()
        }
        for channel in channels {
            try? await channel.closeFuture.get()
        }
    }
}

extension Channel {
    /// Closes without a goodbye and without waiting for what is still to be sent.
    fileprivate func cutNow() {
        eventLoop.execute {
            guard let cutter = try? self.pipeline.syncOperations.handler(type: ConnectionCutter.self) else {
                return self.close(promise: nil)
            }
            cutter.cutNow(.fin)
        }
    }
}
