import Testing

@testable import SondeTestSupport

struct RequestParserTests {
    private static let stream =
        "POST /a?b=c HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
        + "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: t\r\n\r\n"
        + "GET /last HTTP/1.0\r\nEmpty:\r\n\r\n"

    /// The requests in `text`, fed in two parts.
    private func requests(in text: String, splitAt split: Int) throws -> [RequestParser.Message] {
        var parser = RequestParser()
        var requests: [RequestParser.Message] = []
        for part in [text.utf8.prefix(split), text.utf8.dropFirst(split)] {
            parser.append(part)
            while case .request(let request) = try parser.next() { requests.append(request) }
        }
        return requests
    }

    @Test func `Requests are found however the bytes arrive`() throws {
        for split in 0...Self.stream.utf8.count {
            let requests = try requests(in: Self.stream, splitAt: split)
            try #require(requests.map(\.head.method) == ["POST", "PUT", "GET"])
            #expect(requests.map(\.head.target) == ["/a?b=c", "/", "/last"])
            #expect(requests.map { String(decoding: $0.body, as: UTF8.self) } == ["abc", "abcde", ""])
            #expect(requests.map(\.head.wantsKeepAlive) == [true, true, false])
            #expect(requests[2].head.headers["empty"] == "")
        }
    }

    @Test(arguments: [
        "nonsense\r\n\r\n", "GET / HTTP/2\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n",
    ])
    func `What is not HTTP is refused`(text: String) {
        #expect(throws: MalformedRequest.self) { try requests(in: text, splitAt: 0) }
    }

    @Test func `A client that waits for 100 Continue is told once`() throws {
        var parser = RequestParser()
        parser.append("PUT / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n".utf8)
        guard case .awaitsContinue = try parser.next() else { return #expect(Bool(false), "not told") }
        guard case .needsBytes = try parser.next() else { return #expect(Bool(false), "told twice") }
        parser.append("x".utf8)
        guard case .request(let request) = try parser.next() else { return #expect(Bool(false), "no request") }
        #expect(request.body == [UInt8(ascii: "x")])
    }
}
