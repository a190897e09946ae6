extension FaultyServer {
    /// A request as the server received it, body included.
    package struct Request: Sendable {
        package var method: String
        /// Without the query: `/orders`.
        package var path: String
        /// After the question mark, still percent-encoded; nil without one.
        package var query: String?
        /// `1.1` of `HTTP/1.1`.
        package var version: String
        package var headers: Headers
        package var body: [UInt8]
        /// The number of the connection, from 1, in the order in which the server accepted them.
        package var connection: Int
        /// The number of the request on its connection, from 1.
        package var number: Int
        /// The common name of the client's TLS certificate; nil if it sent none.
        package var clientCertificate: String?
        /// Whether the client wants to send another request on the connection.
        package var wantsKeepAlive: Bool

        /// The body as UTF-8.
        package var text: String { String(decoding: body, as: UTF8.self) }

        /// The value of one query parameter, still percent-encoded; nil if there is none of that name.
        package func parameter(_ name: String) -> String? {
            for pair in query?.split(separator: "&") ?? [] {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if parts[0] == name { return parts.count == 2 ? String(parts[1]) : "" }
            }
            return nil
        }
    }
}

extension FaultyServer.Request {
    init(_ message: RequestParser.Message, connection: Int, number: Int, clientCertificate: String?) {
        let head = message.head
        let parts = head.target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(
            method: head.method, path: parts.first.map(String.init) ?? "",
            query: parts.count == 2 ? String(parts[1]) : nil, version: head.version, headers: head.headers,
            body: message.body, connection: connection, number: number, clientCertificate: clientCertificate,
            wantsKeepAlive: head.wantsKeepAlive)
    }
}
