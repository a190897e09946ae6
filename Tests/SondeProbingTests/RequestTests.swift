import SondeCore
import SondeTestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct RequestTests {
    private let kit = ProbeKit()

    /// What the server received.
    private func request(_ change: (inout Endpoint) throws -> Void) async throws -> FaultyServer.Request {
        let server = try await FaultyServer.start { _ in .ok }
        let result = try await kit.probe(server.url + "/path?a=b", change)
        #expect(result.failure == nil)
        await server.stop()
        return try #require(server.requests.first)
    }

    @Test func aPlainGet() async throws {
        let request = try await request { _ in }
        #expect(request.method == "GET")
        #expect(request.path == "/path")
        #expect(request.query == "a=b")
        #expect(request.headers["user-agent"] == "Sonde/\(SondeVersion.current)")
        #expect(request.headers["content-type"] == nil)
        #expect(request.body.isEmpty)
    }

    @Test(arguments: ["POST", "PUT", "PATCH", "DELETE"])
    func aBodyIsSentAsItIs(method: String) async throws {
        let request = try await request { endpoint in
            endpoint.method = method
            endpoint.body = #"{"name": "Ünïcode 🦊", "zero": "\u0000"}"#
        }
        #expect(request.method == method)
        #expect(request.text == #"{"name": "Ünïcode 🦊", "zero": "\u0000"}"#)
        #expect(request.headers["content-type"] == nil)
        #expect(request.headers["expect"] == nil)
    }

    @Test func aLongBodyDoesNotWaitForContinue() async throws {
        let request = try await request { endpoint in
            endpoint.method = "POST"
            endpoint.body = String(repeating: "b", count: 2_000_000)
        }
        #expect(request.body.count == 2_000_000)
    }

    @Test func headHasNoBody() async throws {
        let request = try await request { $0.method = "HEAD" }
        #expect(request.method == "HEAD")
    }

    @Test func headersAreSent() async throws {
        let request = try await request { endpoint in
            endpoint.headers = [
                Endpoint.Header(name: "X-Token", value: Secret("abc")),
                Endpoint.Header(name: "User-Agent", value: Secret("custom")),
                Endpoint.Header(name: "X-Empty", value: Secret("")),
                Endpoint.Header(name: "Host", value: Secret("virtual.example")),
            ]
        }
        #expect(request.headers["x-token"] == "abc")
        #expect(request.headers.values("user-agent") == ["custom"])
        #expect(request.headers["x-empty"] == "")
        #expect(request.headers["host"] == "virtual.example")
    }

    @Test func basicAndBearer() async throws {
        let basic = try await request {
            $0.client.authentication = .basic(username: "user", password: Secret("pass:word"))
        }
        #expect(basic.headers["authorization"] == "Basic dXNlcjpwYXNzOndvcmQ=")
        let bearer = try await request { $0.client.authentication = .bearer(Secret("token")) }
        #expect(bearer.headers["authorization"] == "Bearer token")
    }

    @Test func throughAProxy() async throws {
        let proxy = try await ForwardingProxy.start(credentials: .init(user: "u", password: "p"))
        _ = try await request { $0.client.proxyURL = Secret("http://u:p@127.0.0.1:\(proxy.port)") }
        #expect(proxy.forwarded.count == 1)
        await proxy.stop()
    }

    @Test func throughATunnel() async throws {
        let proxy = try await ForwardingProxy.start()
        let proxyURL = proxy.url
        let result = try await kit.probe(.ok, tls: .valid) { endpoint in
            try endpoint.trustTestAuthority()
            endpoint.client.proxyURL = Secret(proxyURL)
        }
        #expect(result.failure == nil)
        #expect(result.statusCode == 200)
        #expect(result.phases.total == result.responseTime)
        #expect(proxy.tunnels.count == 1)
        await proxy.stop()
    }

    @Test func aClientCertificate() async throws {
        let server = try await FaultyServer.start(tls: .valid, requireClientCertificate: true) { _ in .ok }
        let without = try await kit.probe(server.url) { try $0.trustTestAuthority() }
        #expect(!without.success)
        let with = try await kit.probe(server.url) { endpoint in
            try endpoint.trustTestAuthority()
            endpoint.client.tls.certificateFile = try TestCertificates.clientCertificateFile
            endpoint.client.tls.privateKeyFile = try TestCertificates.clientKeyFile
        }
        #expect(with.failure == nil)
        #expect(server.requests.last?.clientCertificate == "sonde-test-client")
        await server.stop()
    }

    @Test func onlyIPv6WhereNothingListens() async throws {
        let server = try await FaultyServer.start { _ in .ok }
        let result = try await kit.probe("http://localhost:\(server.port)/") { $0.client.ipVersion = .v6 }
        #expect(!result.success)
        let fine = try await kit.probe("http://localhost:\(server.port)/") { $0.client.ipVersion = .v4 }
        #expect(fine.success)
        await server.stop()
    }
}
