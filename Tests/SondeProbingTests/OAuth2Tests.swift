import SondeCore
import SondeProbing
import SondeTestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct OAuth2Tests {
    private static let settings = ClientOptions.OAuth2(
        tokenURL: "", clientID: "client", clientSecret: Secret("s3cret&"), scopes: ["read", "write"])

    private func endpoint(_ server: FaultyServer) -> Endpoint {
        var settings = Self.settings
        settings.tokenURL = server.url + "/token"
        var endpoint = Endpoint(name: "target", url: server.url + "/api")
        endpoint.client.authentication = .oauth2(settings)
        return endpoint
    }

    private static func server(
        token: @escaping @Sendable (FaultyServer.Request) -> FaultyServer.Response
    ) async throws -> FaultyServer {
        try await FaultyServer.start { request in request.path == "/token" ? token(request) : .ok }
    }

    @Test func theTokenIsFetchedOnceAndItsTimeIsNotTheProbes() async throws {
        let server = try await Self.server { _ in
            .ok(json: #"{"access_token": "abc", "expires_in": 3600}"#).delayed(by: .seconds(2))
        }
        let kit = ProbeKit()
        let first = await kit.probe(endpoint(server))
        let second = await kit.probe(endpoint(server))
        #expect(first.success && second.success)
        #expect(try #require(first.responseTime) < .seconds(2))
        let paths = server.requests.map(\.path)
        #expect(paths == ["/token", "/api", "/api"])
        #expect(server.requests.last?.headers["authorization"] == "Bearer abc")
        let asked = try #require(server.requests.first)
        #expect(asked.method == "POST")
        #expect(asked.text == "grant_type=client_credentials&scope=read%20write")
        #expect(asked.headers["authorization"] == "Basic Y2xpZW50OnMzY3JldCUyNg==")
        await server.stop()
    }

    @Test func anExpiredTokenIsRenewed() async throws {
        let server = try await Self.server { _ in .ok(json: #"{"access_token": "abc", "expires_in": "60"}"#) }
        let clock = ManualClock()
        let kit = ProbeKit(clock: clock)
        _ = await kit.probe(endpoint(server))
        await clock.advance(by: .seconds(29))
        _ = await kit.probe(endpoint(server))
        #expect(server.requests.count { $0.path == "/token" } == 1)
        await clock.advance(by: .seconds(2))
        _ = await kit.probe(endpoint(server))
        #expect(server.requests.count { $0.path == "/token" } == 2)
        await server.stop()
    }

    @Test(arguments: ["9223372036854775807", "1e300", "-5", "\"nan\"", "\"soon\"", "null"])
    func anyLifetimeIsSurvived(_ lifetime: String) async throws {
        let server = try await Self.server { _ in .ok(json: #"{"access_token": "abc", "expires_in": \#(lifetime)}"#) }
        let kit = ProbeKit()
        #expect(await kit.probe(endpoint(server)).success)
        await server.stop()
    }

    @Test func credentialsGoIntoTheFormWhereBasicIsRefused() async throws {
        let server = try await Self.server { request in
            request.text.contains("client_secret=s3cret%26")
                ? .ok(json: #"{"access_token": "abc"}"#) : .status(401)
        }
        let result = await ProbeKit().probe(endpoint(server))
        #expect(result.success)
        await server.stop()
    }

    @Test(arguments: [
        ("refused", FaultyServer.Response.status(403), "No OAuth2 token from 127.0.0.1: it answered status 403."),
        ("no token", .ok(json: "{}"), "No OAuth2 token from 127.0.0.1: its answer holds no access_token."),
        ("not JSON", .ok, "No OAuth2 token from 127.0.0.1: its answer holds no access_token."),
    ])
    func aTokenThatCannotBeHadFailsTheProbe(
        _ name: String, _ response: FaultyServer.Response, _ sentence: String
    ) async throws {
        let server = try await Self.server { _ in response }
        let result = await ProbeKit().probe(endpoint(server))
        #expect(result.failure == ProbeFailure(.authentication, sentence))
        #expect(result.responseTime == nil)
        await server.stop()
    }

    @Test func aRevokedTokenIsReplacedAtTheNextProbe() async throws {
        let server = try await FaultyServer.start { request in
            request.path == "/token" ? .ok(json: #"{"access_token": "abc", "expires_in": 3600}"#) : .status(401)
        }
        let kit = ProbeKit()
        for _ in 0..<2 { _ = await kit.probe(endpoint(server)) }
        #expect(server.requests.map(\.path) == ["/token", "/api", "/token", "/api"])
        await server.stop()
    }

    @Test func probesAtOnceShareOneRequest() async throws {
        let server = try await Self.server { _ in
            .ok(json: #"{"access_token": "abc", "expires_in": 3600}"#).delayed(by: .milliseconds(50))
        }
        let kit = ProbeKit()
        let endpoint = endpoint(server)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<10 { group.addTask { _ = await kit.probe(endpoint) } }
        }
        #expect(server.requests.count { $0.path == "/token" } == 1)
        await server.stop()
    }
}
