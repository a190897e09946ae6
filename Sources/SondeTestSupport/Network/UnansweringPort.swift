/// A loopback port on which connect times out: its listen queue is full, so that Linux drops each new SYN.
///
/// Keep the value for as long as the port is used; the clients that fill the queue leave with it.
package final class UnansweringPort: Sendable {
    package let port: Int
    private let listener: LoopbackSocket
    private let clients: [LoopbackSocket]

    /// Fills the queue, which blocks for about 50 ms.
    ///
    /// - Throws: `TestSupportError.backlogNotFull` on a kernel that completes connections nobody accepts without limit.
    package init() throws {
        listener = try LoopbackSocket()
        port = try listener.bindToFreePort()
        try listener.listen(backlog: 0)
        clients = try Self.fill(port)
    }

    package var url: String { "http://127.0.0.1:\(port)" }

    /// Connects until one connection stays unanswered. On loopback an answer takes microseconds.
    private static func fill(_ port: Int) throws -> [LoopbackSocket] {
        var clients: [LoopbackSocket] = []
        while clients.count < 64 {
            let client = try LoopbackSocket()
            clients.append(client)
            if try !client.connect(to: port, within: 50) { return clients }
        }
        throw TestSupportError.backlogNotFull
    }
}
