import NIOCore

/// Cuts the bytes of one connection into requests. Pure: it is fed and asked.
struct RequestParser {
    /// A request with its whole body.
    struct Message {
        var head: RequestHead
        var body: [UInt8]
    }

    enum Event {
        /// Nothing complete yet.
        case needsBytes
        /// The client waits for `100 Continue` before it sends the body; told once.
        case awaitsContinue
        case request(Message)
    }

    private enum Body {
        case length(Int)
        case chunked(received: [UInt8])
    }

    private var buffer = ByteBuffer()
    private var pending: (head: RequestHead, body: Body)?

    mutating func append(_ bytes: some Sequence<UInt8>) {
        buffer.discardReadBytes()
        buffer.writeBytes(bytes)
    }

    mutating func next() throws -> Event {
        if pending == nil {
            guard let head = try RequestHead.read(from: &buffer) else { return .needsBytes }
            pending = (head, try Self.body(of: head))
            if head.headers["Expect"]?.lowercased() == "100-continue" && buffer.readableBytes == 0 {
                return .awaitsContinue
            }
        }
        guard let pending, let body = try readBody(pending.body) else { return .needsBytes }
        self.pending = nil
        return .request(Message(head: pending.head, body: body))
    }

    private static func body(of head: RequestHead) throws -> Body {
        if head.headers["Transfer-Encoding"]?.lowercased() == "chunked" { return .chunked(received: []) }
        guard let text = head.headers["Content-Length"] else { return .length(0) }
        guard let length = Int(text), length >= 0 else { throw MalformedRequest() }
        return .length(length)
    }

    /// The whole body, or nil while some of it is missing.
    private mutating func readBody(_ body: Body) throws -> [UInt8]? {
        switch body {
        case .length(let length):
            return buffer.readBytes(length: length)
        case .chunked(var received):
            while let chunk = try readChunk() {
                if chunk.isEmpty { return received }
                received += chunk
            }
            pending?.body = .chunked(received: received)
            return nil
        }
    }

    /// Takes one whole chunk with its size line and line end; empty for the last, with the trailers after it.
    private mutating func readChunk() throws -> [UInt8]? {
        guard let lineEnd = buffer.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let lineLength = lineEnd - buffer.readerIndex + 1
        let line = buffer.getString(at: buffer.readerIndex, length: lineLength) ?? ""
        let digits = line.prefix { $0.isHexDigit }
        guard let size = Int(digits, radix: 16) else { throw MalformedRequest() }
        if size == 0 { return readTrailers(sizeLine: lineLength) ? [] : nil }
        let data = buffer.getBytes(at: buffer.readerIndex + lineLength, length: size)
        guard let data, buffer.readableBytes >= lineLength + size + 2 else { return nil }
        buffer.moveReaderIndex(forwardBy: lineLength + size + 2)
        return data
    }

    /// Skips the last size line, trailer fields and the blank line; false while it is incomplete.
    private mutating func readTrailers(sizeLine: Int) -> Bool {
        var previousEnd = buffer.readerIndex + sizeLine
        while let end = buffer.readableBytesView[previousEnd...].firstIndex(of: UInt8(ascii: "\n")) {
            if end - previousEnd <= 1 {
                buffer.moveReaderIndex(to: end + 1)
                return true
            }
            previousEnd = end + 1
        }
        return false
    }
}
