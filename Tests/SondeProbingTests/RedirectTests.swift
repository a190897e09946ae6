import SondeCore
import SondeTestSupport
import Testing

@testable import SondeProbing

@Suite(.timeLimit(.minutes(1))) struct RedirectTests {
    private let kit = ProbeKit()

    @Test func phasesAreThoseOfTheFinalHopAndTheTotalIsOfAll() async throws {
        let server = try await FaultyServer.start { request in
            request.path == "/end" ? .ok : .redirect(to: "/end").delayed(by: .seconds(1))
        }
        let result = try await kit.probe(server.url + "/start")
        #expect(result.failure == nil)
        #expect(result.redirectCount == 1)
        #expect(result.redirectTime >= .seconds(1))
        #expect(try #require(result.phases.ttfb) < result.redirectTime)
        #expect(result.redirectTime + result.phases.total == result.responseTime)
        await server.stop()
    }

    @Test(arguments: [(3, 3, true), (4, 3, false), (0, 0, true), (1, 0, false)])
    func theNumberIsLimited(hops: Int, limit: Int, succeeds: Bool) async throws {
        let server = try await FaultyServer.start { .redirectChain(of: hops, at: $0) }
        let result = try await kit.probe(server.url + "/a") { $0.client.maxRedirects = limit }
        #expect(result.success == succeeds)
        if !succeeds { #expect(result.failure?.category == .tooManyRedirects) }
        await server.stop()
    }

    @Test func aLoopEnds() async throws {
        let result = try await kit.probe(.redirectLoop)
        #expect(result.failure?.category == .tooManyRedirects)
        #expect(result.redirectCount == 10)
    }

    @Test func ignoredRedirectsAreTheAnswer() async throws {
        let result = try await kit.probe(.redirect(to: "/elsewhere")) { endpoint in
            endpoint.client.ignoreRedirect = true
            try endpoint.expect("[STATUS] == 302")
        }
        #expect(result.failure == nil)
    }

    @Test(arguments: [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")])
    func theMethodFollowsTheStatus(status: Int, method: String) async throws {
        let server = try await FaultyServer.start { request in
            request.path == "/end" ? .ok : .redirect(to: "/end", status: status)
        }
        _ = try await kit.probe(server.url + "/start") { endpoint in
            endpoint.method = "POST"
            endpoint.body = "hello"
        }
        let last = try #require(server.requests.last)
        #expect(last.method == method)
        #expect(last.text == (method == "POST" ? "hello" : ""))
        await server.stop()
    }

    @Test func credentialsStayWithTheirHost() async throws {
        let other = try await FaultyServer.start { _ in .ok }
        let otherURL = other.url
        let server = try await FaultyServer.start { _ in .redirect(to: otherURL + "/end") }
        _ = try await kit.probe(server.url) { endpoint in
            endpoint.headers = [
                Endpoint.Header(name: "Authorization", value: Secret("Bearer secret")),
                Endpoint.Header(name: "X-Api-Key", value: Secret("secret")),
                Endpoint.Header(name: "X-Plain", value: Secret("stays")),
            ]
        }
        #expect(server.requests.first?.headers["authorization"] == "Bearer secret")
        let arrived = try #require(other.requests.first)
        #expect(arrived.headers["authorization"] == nil)
        #expect(arrived.headers["x-api-key"] == nil)
        #expect(arrived.headers["x-plain"] == "stays")
        await server.stop()
        await other.stop()
    }

    @Test(arguments: [
        ("https://h/a", "https://h:443/b", true), ("http://H:80", "http://h/", true), ("http://h", "https://h", false),
        ("https://h", "https://h:444", false), ("https://a.h", "https://h", false),
    ])
    func anOriginIsSchemeHostAndPort(first: String, second: String, isSame: Bool) {
        #expect((HopSequence.origin(of: first) == HopSequence.origin(of: second)) == isSame)
    }

    @Test func aRedirectDoesNotShowTheSecretOfThePath() async throws {
        let server = try await FaultyServer.start { request in .redirect(to: request.path) }
        let result = try await kit.probe(server.url + "/hunter2") { $0.displayURL = "http://127.0.0.1/${TOKEN}" }
        let failure = try #require(result.failure)
        #expect(failure.category == .tooManyRedirects)
        #expect(!failure.message.contains("hunter2"))
        #expect(failure.message.contains("127.0.0.1"))
        await server.stop()
    }

    @Test func onlyHTTPIsFollowed() async throws {
        let result = try await kit.probe(.redirect(to: "file:///etc/passwd"))
        #expect(result.failure?.category == .malformedResponse)
    }

    @Test func theTimeoutCoversAllHops() async throws {
        let server = try await FaultyServer.start { .redirectChain(of: 8, at: $0).delayed(by: .milliseconds(300)) }
        let result = try await kit.probe(server.url + "/a") { $0.client.timeout = .milliseconds(1500) }
        #expect(result.failure?.category == .timeout)
        await server.stop()
    }
}
