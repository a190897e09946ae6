import SondeTestSupport
import Testing

/// What the server does when nothing is meant to go wrong.
@Suite(.timeLimit(.minutes(1)))
struct FaultyServerTests {
    @Test(arguments: [
        (FaultyServer.Response.ok, 200, "OK"),
        (.ok(json: #"{"status":"UP"}"#), 200, #"{"status":"UP"}"#),
        (.status(503), 503, "Service Unavailable"),
        (.status(204), 204, ""),
        (.ok.framed(.chunked), 200, "OK"),
        (.ok.framed(.untilClose), 200, "OK"),
        (.raw("HTTP/1.1 299 Odd\r\nContent-Length: 3\r\n\r\nraw"), 299, "raw"),
    ])
    func `A response arrives as it was described`(
        response: FaultyServer.Response, status: Int, body: String
    ) async throws {
        let server = try await FaultyServer.start { _ in response }
        let curl = try await Curl.run(server.url)
        #expect(curl.exitCode == 0)
        #expect(curl.report.httpCode == status)
        #expect(curl.text == body)
        await server.stop()
    }

    @Test func `A request arrives as it was sent`() async throws {
        let server = try await FaultyServer.start { _ in .ok }
        _ = try await Curl.run("-X", "PUT", "-H", "X-Key: a b", "-d", "hello", "\(server.url)/orders?limit=5&x=%20")
        let request = try #require(server.requests.first)
        #expect(request.method == "PUT")
        #expect(request.path == "/orders")
        #expect(request.query == "limit=5&x=%20")
        #expect(request.parameter("limit") == "5")
        #expect(request.headers["x-key"] == "a b")
        #expect(request.text == "hello")
        #expect(request.version == "1.1")
        #expect(request.clientCertificate == nil)
        await server.stop()
    }

    @Test(arguments: [["-H", "Transfer-Encoding: chunked"], ["-H", "Expect: 100-continue"], []])
    func `A body arrives however it is sent`(options: [String]) async throws {
        let server = try await FaultyServer.start { .ok(text: $0.text) }
        let body = String(repeating: "0123456789", count: 10_000)
        let curl = try await Curl.run(
            "--expect100-timeout", "15", "--data-binary", body, server.url, options: options)
        #expect(curl.text == body)
        // Without a 100 Continue, curl would wait 15 seconds for it.
        #expect(curl.report.timeTotal < 15)
        await server.stop()
    }

    @Test func `Requests on one connection are numbered`() async throws {
        let server = try await FaultyServer.start { .ok(text: "\($0.connection).\($0.number) ") }
        let reused = try await Curl.run(server.url, server.url)
        #expect(reused.text == "1.1 1.2 ")
        let fresh = try await Curl.run("-H", "Connection: close", server.url, server.url)
        #expect(fresh.text == "2.1 3.1 ")
        #expect(server.requestCount == 4)
        #expect(server.connectionCount == 3)
        await server.stop()
    }

    @Test func `HEAD gets the head alone`() async throws {
        let server = try await FaultyServer.start { _ in .ok(bytes: 1_000_000) }
        let curl = try await Curl.run("-I", server.url)
        #expect(curl.exitCode == 0)
        #expect(curl.text.contains("Content-Length: 1000000"))
        await server.stop()
    }

    @Test(arguments: [FaultyServer.Response.Framing.length, .chunked])
    func `A large body arrives whole`(framing: FaultyServer.Response.Framing) async throws {
        let server = try await FaultyServer.start { _ in .ok(bytes: 64 << 20).framed(framing) }
        let curl = try await Curl.run("-o", "/dev/null", server.url)
        #expect(curl.report.sizeDownload == 64 << 20)
        await server.stop()
    }

    @Test func `Redirects lead to where they say`() async throws {
        let server = try await FaultyServer.start { request in
            switch request.path {
            case "/once": .redirect(to: "/chain", status: 301)
            case "/chain": .redirectChain(of: 3, at: request)
            default: .redirectLoop
            }
        }
        let chain = try await Curl.run("-L", "\(server.url)/once")
        #expect(chain.report.httpCode == 200)
        #expect(chain.report.numRedirects == 4)
        let loop = try await Curl.run("-L", "--max-redirs", "10", "\(server.url)/loop")
        #expect(loop.exitCode == CurlExit.tooManyRedirects)
        await server.stop()
    }

    @Test func `A response may await something`() async throws {
        let gate = AsyncStream<Void>.makeStream()
        let server = try await FaultyServer.start { _ in
            for await _ in gate.stream { break }
            return .ok
        }
        async let curl = Curl.run(server.url)
        try await server.waitForRequests()
        gate.continuation.yield()
        #expect(try await curl.text == "OK")
        await server.stop()
    }

    @Test func `An awaited response is cancelled when the client leaves`() async throws {
        let cancelled = AsyncStream<Void>.makeStream()
        let server = try await FaultyServer.start { _ in
            for await _ in AsyncStream<Void>.makeStream().stream {}
            cancelled.continuation.yield()
            return .ok
        }
        _ = try await Command.exchange(port: server.port, bytes: 0)
        for await _ in cancelled.stream { break }
        await server.stop()
    }

    @Test func `Stopping closes open connections and the port`() async throws {
        let server = try await FaultyServer.start { _ in .ok.stalled(.start) }
        async let stalled = Curl.run(server.url)
        try await server.waitForRequests()
        await server.stop()
        #expect(try await stalled.exitCode == CurlExit.emptyReply)
        #expect(try await Curl.run(server.url).exitCode == CurlExit.cannotConnect)
        await server.stop()
    }

    @Test func `A taken port is reported`() async throws {
        let server = try await FaultyServer.start { _ in .ok }
        await #expect(throws: TestSupportError.self) {
            try await FaultyServer.start(port: server.port) { _ in .ok }
        }
        await server.stop()
    }

    @Test func `A request that is not HTTP ends the connection`() async throws {
        let server = try await FaultyServer.start { _ in .ok }
        // A TLS handshake is none.
        let curl = try await Curl.run("https://127.0.0.1:\(server.port)")
        #expect(curl.exitCode == CurlExit.tlsConnect)
        #expect(server.requestCount == 0)
        await server.stop()
    }
}
