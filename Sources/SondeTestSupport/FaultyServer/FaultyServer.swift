import NIOCore

/// A local HTTP/1.1 or HTTPS server that misbehaves on request, for tests, benchmarks and the demo.
///
/// ```swift
/// let server = try await FaultyServer.start { request in
///     request.path == "/slow" ? .ok.delayed(by: .milliseconds(300)) : .status(503)
/// }
/// ```
///
/// It writes every byte itself, so that it can send what an HTTP library would refuse to. Requests on one connection
/// are answered one after the other. It runs until `stop()`.
package final class FaultyServer: Sendable {
    private let listener: Listener
    private let log: RequestLog
    private let scheme: String

    private init(listener: Listener, log: RequestLog, scheme: String) {
        self.listener = listener
        self.log = log
        self.scheme = scheme
    }

    package var port: Int { listener.port }

    /// `http://127.0.0.1:PORT` or `https://127.0.0.1:PORT`.
    package var url: String { "\(scheme)://127.0.0.1:\(port)" }

    /// The newest 10,000 requests, oldest first.
    package var requests: [Request] { log.requests }

    /// Requests received so far.
    package var requestCount: Int { log.received.value }

    /// Connections accepted so far.
    package var connectionCount: Int { listener.connections.accepted.value }

    /// Starts a server that answers each request with what `respond` returns.
    ///
    /// - Parameters:
    ///   - port: 0 takes any free port.
    ///   - tls: Nil speaks plain HTTP.
    ///   - requireClientCertificate: Refuses clients without a certificate of the test authority; only with `tls`.
    ///   - respond: Runs on the event loop and must not block.
    /// - Throws: `TestSupportError` when the port is taken or the certificates cannot be made.
    package static func start(
        port: Int = 0, tls: TLSIdentity? = nil, requireClientCertificate: Bool = false,
        respond: @escaping @Sendable (Request) -> Response
    ) async throws -> FaultyServer {
        try await start(
            port: port, tls: tls, requireClientCertificate: requireClientCertificate, responder: .immediate(respond))
    }

    /// Starts a server whose answers may await something, such as a signal of the test.
    ///
    /// `respond` is cancelled when the client leaves.
    package static func start(
        port: Int = 0, tls: TLSIdentity? = nil, requireClientCertificate: Bool = false,
        respond: @escaping @Sendable (Request) async -> Response
    ) async throws -> FaultyServer {
        try await start(
            port: port, tls: tls, requireClientCertificate: requireClientCertificate, responder: .awaited(respond))
    }

    private static func start(
        port: Int, tls: TLSIdentity?, requireClientCertificate: Bool, responder: Responder
    ) async throws -> FaultyServer {
        let security = try tls.map {
            try TransportSecurity(identity: $0, requireClientCertificate: requireClientCertificate)
        }
        let log = RequestLog()
        let listener = try await Listener.start(port: port) { channel, number in
            try security?.addHandler(to: channel)
            let connection = HTTPConnection(number: number, responder: responder, log: log)
            try channel.pipeline.syncOperations.addHandler(connection)
        }
        return FaultyServer(listener: listener, log: log, scheme: tls == nil ? "http" : "https")
    }

    /// Starts a server that accepts connections and never sends a byte: a TLS handshake with it stalls.
    ///
    /// - Parameter closing: Ends each connection this way as soon as the client has sent something; nil never does.
    package static func startSilent(port: Int = 0, closing: Closing? = nil) async throws -> FaultyServer {
        let listener = try await Listener.start(port: port) { channel, _ in
            try channel.pipeline.syncOperations.addHandler(SilentConnection(closing: closing))
        }
        return FaultyServer(listener: listener, log: RequestLog(), scheme: "http")
    }

    /// Stops listening and closes all connections, stalled ones too. Calling it again does nothing.
    package func stop() async {
        await listener.stop()
    }

    /// Returns once at least `count` requests were received.
    ///
    /// - Throws: `CancellationError` when the waiting task is cancelled first, as of all waits here.
    package func waitForRequests(_ count: Int = 1) async throws {
        try await log.received.wait(atLeast: count)
    }

    /// Returns once at least `count` connections were accepted.
    package func waitForConnections(_ count: Int = 1) async throws {
        try await listener.connections.accepted.wait(atLeast: count)
    }

    /// Returns once no connection is open: every client has left.
    package func waitUntilAllClientsLeft() async throws {
        try await listener.connections.open.wait { $0 == 0 }
    }
}
