import SondeTestSupport
import Testing

/// What the server does when something is meant to go wrong.
@Suite(.timeLimit(.minutes(1)))
struct FaultTests {
    @Test(arguments: [TLSIdentity?.none, .valid])
    func `Latency delays the first byte`(tls: TLSIdentity?) async throws {
        let server = try await FaultyServer.start(tls: tls) { _ in .ok.delayed(by: .milliseconds(150)) }
        let curl = try await Curl.run("-k", server.url)
        #expect(curl.text == "OK")
        #expect(curl.report.timeStarttransfer >= 0.15)
        await server.stop()
    }

    @Test(arguments: [FaultyServer.Response.Point.start, .headers, .body(after: 40)])
    func `A stall without end outlasts the client's patience`(point: FaultyServer.Response.Point) async throws {
        let server = try await FaultyServer.start { _ in .ok(bytes: 100).stalled(point) }
        let curl = try await Curl.run("--max-time", "0.3", server.url)
        #expect(curl.exitCode == CurlExit.timeout)
        try await server.waitUntilAllClientsLeft()
        await server.stop()
    }

    @Test func `What comes before a stall is not held back`() async throws {
        let server = try await FaultyServer.start { _ in .raw("0123456789").stalled(.body(after: 4)) }
        let client = try await Command.exchange(port: server.port, bytes: 4)
        #expect(client.text == "0123")
        try await server.waitUntilAllClientsLeft()
        await server.stop()
    }

    @Test(arguments: [FaultyServer.Response.Point.start, .headers, .body(after: 40)])
    func `A stall of a duration delays the rest`(point: FaultyServer.Response.Point) async throws {
        let server = try await FaultyServer.start { _ in .ok(bytes: 100).stalled(point, for: .milliseconds(150)) }
        let curl = try await Curl.run(server.url)
        #expect(curl.exitCode == 0)
        #expect(curl.report.sizeDownload == 100)
        #expect(curl.report.timeTotal >= 0.15)
        await server.stop()
    }

    static let cuts: [(FaultyServer.Response.Point, FaultyServer.Closing, exit: Int32, received: Int)] = [
        (.start, .fin, CurlExit.emptyReply, 0),
        (.start, .reset, CurlExit.receive, 0),
        (.headers, .reset, CurlExit.receive, 0),
        (.body(after: 40), .fin, CurlExit.partialBody, 40),
        (.body(after: 40), .reset, CurlExit.receive, 40),
    ]

    @Test(arguments: cuts)
    func `A cut ends the connection where it says`(
        point: FaultyServer.Response.Point, closing: FaultyServer.Closing, exit: Int32, received: Int
    ) async throws {
        let server = try await FaultyServer.start { _ in .ok(bytes: 100).cut(point, by: closing) }
        let curl = try await Curl.run(server.url)
        #expect(curl.exitCode == exit)
        #expect(curl.report.sizeDownload == received)
        await server.stop()
    }

    /// curl 7.88 takes a response that ends in its headers for a whole one, so the bytes are looked at.
    @Test(arguments: [FaultyServer.Response.Point.start, .headers, .body(after: 4)])
    func `A cut sends what comes before it and no more`(point: FaultyServer.Response.Point) async throws {
        let server = try await FaultyServer.start { _ in .ok(bytes: 10).framed(.untilClose).cut(point) }
        let received = try await Command.exchange(port: server.port)
        let whole = "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nConnection: close\r\n\r\nxxxxxxxxxx"
        #expect(whole.hasPrefix(received.text))
        switch point {
        case .start: #expect(received.text.isEmpty)
        case .headers:
            #expect(received.text.hasPrefix("HTTP/1.1 200 OK\r\nContent-Type: "))
            #expect(!received.text.contains("\r\n\r\n"))
        case .body: #expect(received.text.hasSuffix("\r\n\r\nxxxx"))
        }
        await server.stop()
    }

    @Test func `A stall may end in a cut`() async throws {
        let server = try await FaultyServer.start { _ in
            .ok(bytes: 100).stalled(.body(after: 40), for: .milliseconds(100)).cut(.body(after: 40))
        }
        let curl = try await Curl.run(server.url)
        #expect(curl.exitCode == CurlExit.partialBody)
        #expect(curl.report.timeTotal >= 0.1)
        await server.stop()
    }

    @Test(arguments: [(FaultyServer.Closing.fin, CurlExit.partialBody), (.reset, CurlExit.receive)])
    func `A cut works over TLS`(closing: FaultyServer.Closing, exit: Int32) async throws {
        let server = try await FaultyServer.start(tls: .valid) { _ in
            .ok(bytes: 100).cut(.body(after: 40), by: closing)
        }
        let curl = try await Curl.run("-k", server.url)
        #expect(curl.exitCode == exit)
        #expect(curl.report.sizeDownload == 40)
        await server.stop()
    }

    /// `openssl s_client` tells a missing close_notify; curl does not.
    @Test(arguments: [true, false])
    func `A cut over TLS does not say goodbye`(isCut: Bool) async throws {
        let server = try await FaultyServer.start(tls: .valid) { _ in
            let response = FaultyServer.Response.ok.framed(.untilClose)
            return isCut ? response.cut(.body(after: 2)) : response
        }
        let script = #"printf 'GET / HTTP/1.1\r\n\r\n' | timeout 20 openssl s_client -quiet -connect "$0""#
        let client = try await Command.run(["bash", "-c", script, "127.0.0.1:\(server.port)"])
        let complaints = String(decoding: client.errors, as: UTF8.self)
        #expect(client.text.hasSuffix("\r\n\r\nOK"))
        #expect(complaints.contains("unexpected eof") == isCut)
        await server.stop()
    }

    @Test func `Garbage is no HTTP`() async throws {
        let server = try await FaultyServer.start { _ in .garbage }
        #expect(try await Curl.run(server.url).exitCode == CurlExit.unsupportedProtocol)
        await server.stop()
    }

    @Test func `A content length may lie`() async throws {
        let server = try await FaultyServer.start { _ in .ok.header("Content-Length", "10").cut(.body(after: 2)) }
        #expect(try await Curl.run(server.url).exitCode == CurlExit.partialBody)
        await server.stop()
    }

    @Test(arguments: [FaultyServer.Response.Framing.length, .chunked])
    func `A body drips`(framing: FaultyServer.Response.Framing) async throws {
        let server = try await FaultyServer.start { _ in
            .ok(text: "0123456789").framed(framing).dripping(3, every: .milliseconds(50))
        }
        let curl = try await Curl.run("--raw", server.url)
        let chunked = "3\r\n012\r\n3\r\n345\r\n3\r\n678\r\n1\r\n9\r\n0\r\n\r\n"
        #expect(curl.text == (framing == .chunked ? chunked : "0123456789"))
        #expect(curl.report.timeTotal >= 0.15)
        await server.stop()
    }

    @Test func `Headers flood`() async throws {
        let server = try await FaultyServer.start { _ in .ok.flooded(headers: 100, of: 1000) }
        let curl = try await Curl.run(server.url)
        #expect(curl.report.sizeHeader >= 100_000)
        #expect(curl.report.sizeHeader < 100_200)
        await server.stop()
    }

    @Test func `A silent server stalls the TLS handshake`() async throws {
        let server = try await FaultyServer.startSilent()
        let curl = try await Curl.run("--max-time", "0.3", "https://127.0.0.1:\(server.port)")
        #expect(curl.exitCode == CurlExit.timeout)
        #expect(curl.report.timeAppconnect == 0)
        try await server.waitForConnections()
        try await server.waitUntilAllClientsLeft()
        await server.stop()
    }

    @Test(arguments: [FaultyServer.Closing.fin, .reset])
    func `A silent server may end the TLS handshake`(closing: FaultyServer.Closing) async throws {
        let server = try await FaultyServer.startSilent(closing: closing)
        let curl = try await Curl.run("https://127.0.0.1:\(server.port)")
        #expect(curl.exitCode == CurlExit.tlsConnect)
        await server.stop()
    }
}
