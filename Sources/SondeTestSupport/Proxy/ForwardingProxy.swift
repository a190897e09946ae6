import NIOCore

/// A local HTTP proxy for tests: tunnels with CONNECT, forwards requests for `http://` URLs, and counts both.
///
/// ```swift
/// let proxy = try await ForwardingProxy.start(credentials: .init(user: "u", password: "p"))
/// ```
///
/// A forwarded request has a connection of its own, which is closed after the response; a tunnel lasts as long as
/// both sides want.
package final class ForwardingProxy: Sendable {
    /// What a client must send as `Proxy-Authorization: Basic`.
    package struct Credentials: Sendable {
        package var user: String
        package var password: String

        package init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    private let listener: Listener
    private let log: ProxyLog

    private init(listener: Listener, log: ProxyLog) {
        self.listener = listener
        self.log = log
    }

    package var port: Int { listener.port }
    package var url: String { "http://127.0.0.1:\(port)" }

    /// The `host:port` of each tunnel that was opened, oldest first.
    package var tunnels: [String] { log.entries(.tunnelled) }

    /// The URL of each request that was forwarded, oldest first.
    package var forwarded: [String] { log.entries(.forwarded) }

    /// The target of each request that was refused for its credentials (407), oldest first.
    package var refused: [String] { log.entries(.refused) }

    /// Starts a proxy.
    ///
    /// - Parameters:
    ///   - port: 0 takes any free port.
    ///   - credentials: Nil lets everyone through.
    /// - Throws: `TestSupportError.cannotListen`.
    package static func start(port: Int = 0, credentials: Credentials? = nil) async throws -> ForwardingProxy {
        let log = ProxyLog()
        let listener = try await Listener.start(port: port) { channel, _ in
            let connection = ProxyConnection(credentials: credentials, log: log)
            try channel.pipeline.syncOperations.addHandler(connection)
        }
        return ForwardingProxy(listener: listener, log: log)
    }

    /// Stops listening and closes all connections, and so the tunnels. Calling it again does nothing.
    package func stop() async {
        await listener.stop()
    }
}
