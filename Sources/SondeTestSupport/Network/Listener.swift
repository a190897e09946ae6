import NIOCore
import NIOPosix

/// A listening socket on 127.0.0.1 and the connections that came in on it.
struct Listener: Sendable {
    let port: Int
    let connections: Connections
    private let channel: any Channel

    /// Listens on `port`, or on any free one for 0.
    ///
    /// - Parameter configure: Adds the handlers of a new connection; on its event loop, with its number from 1.
    static func start(
        port: Int, configure: @escaping @Sendable (any Channel, _ number: Int) throws -> Void
    ) async throws -> Listener {
        let connections = Connections()
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 4096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ConnectionCutter())
                    try configure(channel, connections.admit(channel))
                }
            }
        do {
            let channel = try await bootstrap.bind(host: "127.0.0.1", port: port).get()
            return Listener(
                port: channel.localAddress?.port ?? port, connections: connections, channel: channel)
        } catch {
            throw TestSupportError.cannotListen(port: port, reason: "\(error)")
        }
    }

    /// Stops listening and closes all connections. Calling it again does nothing.
    func stop() async {
        try? await channel.close().get()
        await connections.closeAll()
    }
}
