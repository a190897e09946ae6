import NIOCore

/// The request line and the header fields of an HTTP/1 request.
struct RequestHead {
    var method: String
    /// As sent: a path with query, an absolute URL, or host:port of CONNECT.
    var target: String
    /// `1.1` of `HTTP/1.1`.
    var version: String
    var headers: FaultyServer.Headers

    /// Takes a head off the front of `buffer`; nil while it is not complete.
    static func read(from buffer: inout ByteBuffer) throws -> RequestHead? {
        // A TLS handshake sent to a plain server has no blank line to wait for.
        if let first = buffer.readableBytesView.first, !Character(Unicode.Scalar(first)).isLetter {
            throw MalformedRequest()
        }
        guard let length = buffer.readableBytesView.lengthThroughBlankLine else {
            guard buffer.readableBytes <= 1 << 20 else { throw MalformedRequest() }
            return nil
        }
        guard let text = buffer.readString(length: length) else { return nil }
        return try RequestHead(parsing: text)
    }

    private init(parsing text: String) throws {
        // "\r\n" is one Character, so lines are split as bytes.
        let lines = text.utf8.split(separator: UInt8(ascii: "\n")).map { Substring($0.trimmed) }
        guard let first = lines.first else { throw MalformedRequest() }
        let words = first.split(separator: " ")
        guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { throw MalformedRequest() }
        (method, target, version) = (String(words[0]), String(words[1]), String(words[2].dropFirst(5)))
        headers = FaultyServer.Headers()
        for line in lines.dropFirst() where !line.isEmpty {
            guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { throw MalformedRequest() }
            let value = line.utf8[line.utf8.index(after: colon)...].trimmed
            headers.append(String(line[..<colon]), String(Substring(value)))
        }
    }

    /// Whether the client wants to send another request on the connection.
    var wantsKeepAlive: Bool {
        let connection = headers["Connection"]?.lowercased()
        return version == "1.0" ? connection == "keep-alive" : connection != "close"
    }
}

/// A request that is not HTTP/1; the connection is closed.
struct MalformedRequest: Error {}

extension ByteBufferView {
    /// Bytes up to and including the first CR LF CR LF.
    fileprivate var lengthThroughBlankLine: Int? {
        withUnsafeBytes { bytes in
            guard bytes.count >= 4 else { return nil }
            for index in 3..<bytes.count where bytes[index] == 10 {
                if bytes[index - 1] == 13 && bytes[index - 2] == 10 && bytes[index - 3] == 13 { return index + 1 }
            }
            return nil
        }
    }
}

extension Substring.UTF8View {
    /// Without spaces, tabs and line ends at either side.
    fileprivate var trimmed: Substring.UTF8View {
        let isBlank: (UInt8) -> Bool = { $0 == 32 || (9...13).contains($0) }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return self[endIndex...]
        }
        return self[first...last]
    }
}
