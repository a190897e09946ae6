extension FaultyServer {
    /// What the server does with a request: the answer, and what goes wrong on the way.
    ///
    /// Start from a builder and add faults: `.ok.delayed(by: .milliseconds(300)).cut(.body(after: 100), by: .reset)`.
    package struct Response: Sendable {
        package var status: Int
        /// Nil stands for the usual phrase of the status.
        package var reason: String?
        /// A `Content-Length` or `Transfer-Encoding` given here replaces the true one, so it may lie.
        package var headers: Headers
        package var body: Body
        package var framing: Framing = .length
        /// Sent in place of status, headers and body; the connection is closed after it.
        package var raw: [UInt8]?
        /// From the last byte of the request to the first of the response.
        package var latency: Duration = .zero
        package var stall: Stall?
        package var cut: Cut?
        package var drip: Drip?

        package init(status: Int = 200, headers: Headers = [:], body: Body = .bytes([])) {
            self.status = status
            self.headers = headers
            self.body = body
        }
    }
}

extension FaultyServer.Response {
    /// The content, or how to make it.
    package enum Body: Sendable {
        case bytes([UInt8])
        /// One byte many times over: a gigabyte costs no memory.
        case repeating(UInt8, count: Int)

        package static func text(_ text: String) -> Body { .bytes(Array(text.utf8)) }

        package var count: Int {
            switch self {
            case .bytes(let bytes): bytes.count
            case .repeating(_, let count): count
            }
        }
    }

    /// How the client learns where the body ends.
    package enum Framing: Sendable {
        /// `Content-Length`.
        case length
        /// `Transfer-Encoding: chunked`.
        case chunked
        /// The connection is closed.
        case untilClose
    }

    /// A place in the response. In a `raw` response, `body` counts raw bytes and there are no headers.
    package enum Point: Sendable, Hashable {
        /// Before the first byte.
        case start
        /// In the middle of the header fields.
        case headers
        /// After so many bytes of the body; chunk sizes are not counted.
        case body(after: Int)
    }

    /// A silence.
    package struct Stall: Sendable {
        package var point: Point
        /// Nil lasts until the client leaves.
        package var duration: Duration?
    }

    /// An end before the end, without TLS close_notify.
    package struct Cut: Sendable {
        package var point: Point
        package var closing: FaultyServer.Closing
    }

    /// A body in small pieces.
    package struct Drip: Sendable {
        package var bytes: Int
        /// Between two pieces.
        package var pause: Duration
    }
}

extension FaultyServer {
    /// How TCP says goodbye.
    package enum Closing: Sendable {
        /// In order: the client reads the end of the stream.
        case fin
        /// At once (`SO_LINGER` 0): the client gets "connection reset by peer".
        case reset
    }
}
