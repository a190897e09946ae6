import SondeTestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ForwardingProxyTests {
    @Test func `A request for an HTTP URL is forwarded`() async throws {
        let (server, proxy) = try await (FaultyServer.start { .ok(text: $0.text) }, ForwardingProxy.start())
        let curl = try await Curl.run("-x", proxy.url, "-d", "hello", "\(server.url)/orders?x=1")
        #expect(curl.text == "hello")
        #expect(proxy.forwarded == ["\(server.url)/orders?x=1"])
        #expect(proxy.tunnels.isEmpty)
        let request = try #require(server.requests.first)
        #expect(request.path == "/orders")
        #expect(request.headers["Proxy-Connection"] == nil)
        await server.stop()
        await proxy.stop()
    }

    @Test func `TLS goes through a tunnel`() async throws {
        let (server, proxy) = try await (FaultyServer.start(tls: .valid) { _ in .ok }, ForwardingProxy.start())
        let curl = try await Curl.run(
            "-x", proxy.url, "--cacert", try TestCertificates.caFile, server.url, server.url)
        #expect(curl.text == "OKOK")
        #expect(proxy.tunnels == ["127.0.0.1:\(server.port)"])
        #expect(proxy.forwarded.isEmpty)
        await server.stop()
        await proxy.stop()
    }

    @Test(arguments: [
        (String?.none, 407), ("sonde:wrong", 407), ("sonde:secret", 200),
    ])
    func `Credentials are demanded`(credentials: String?, status: Int) async throws {
        let server = try await FaultyServer.start { _ in .ok }
        let proxy = try await ForwardingProxy.start(credentials: .init(user: "sonde", password: "secret"))
        let user = credentials.map { ["--proxy-user", $0] } ?? []
        let curl = try await Curl.run("-x", proxy.url, server.url, options: user)
        #expect(curl.report.httpCode == status)
        #expect(proxy.refused.count == (status == 407 ? 1 : 0))
        #expect(proxy.forwarded.count == (status == 200 ? 1 : 0))
        #expect(server.requests.first?.headers["Proxy-Authorization"] == nil)
        await server.stop()
        await proxy.stop()
    }

    @Test func `A large body passes through a tunnel`() async throws {
        let (server, proxy) = try await (
            FaultyServer.start { _ in .ok(bytes: 64 << 20) }, ForwardingProxy.start()
        )
        let curl = try await Curl.run("-p", "-x", proxy.url, "-o", "/dev/null", server.url)
        #expect(curl.report.sizeDownload == 64 << 20)
        await server.stop()
        await proxy.stop()
    }

    @Test func `A target that cannot be reached is a bad gateway`() async throws {
        let (closed, proxy) = try await (RefusingPort(), ForwardingProxy.start())
        let curl = try await Curl.run("-x", proxy.url, closed.url)
        #expect(curl.report.httpCode == 502)
        #expect(proxy.forwarded.isEmpty)
        await proxy.stop()
    }

    @Test func `A request that is not for a proxy is refused`() async throws {
        let proxy = try await ForwardingProxy.start()
        #expect(try await Curl.run(proxy.url).report.httpCode == 400)
        await proxy.stop()
    }
}
