/// A loopback port that refuses connections.
///
/// The port is bound but not listened on, so nobody else can take it while this value lives.
package final class RefusingPort: Sendable {
    package let port: Int
    private let socket: LoopbackSocket

    /// - Throws: `TestSupportError.socket`.
    package init() throws {
        socket = try LoopbackSocket()
        port = try socket.bindToFreePort()
    }

    package var url: String { "http://127.0.0.1:\(port)" }
}
