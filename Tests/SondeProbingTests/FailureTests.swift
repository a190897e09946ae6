import SondeCore
import SondeProbing
import SondeTestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct FailureTests {
    private let kit = ProbeKit()

    @Test(
        arguments: [
            (
                "closed before a byte", FaultyServer.Response.ok.cut(.start), .closedEarly,
                "closed the connection without an answer."
            ),
            (
                "reset before a byte", .ok.cut(.start, by: .reset), .closedEarly,
                "closed the connection before it answered."
            ),
            (
                "closed in the body", .ok(bytes: 1000).cut(.body(after: 400)), .closedEarly,
                "closed the connection in the middle of the body, after 400 bytes."
            ),
            (
                "closed in the headers", .ok.cut(.headers), .closedEarly,
                "closed the connection in the middle of the headers."
            ),
            ("garbage", .garbage, .malformedResponse, "answered with something that is not HTTP."),
            ("unexpected status", .status(503), .unexpectedStatus, "Status 503 instead of 200 to 299."),
        ] as [(String, FaultyServer.Response, ProbeFailure.Category, String)])
    func isNamed(
        _ name: String, _ response: FaultyServer.Response, _ category: ProbeFailure.Category, _ ending: String
    ) async throws {
        let failure = try #require(try await kit.probe(response).failure)
        #expect(failure.category == category)
        #expect(failure.message.hasSuffix(ending), "\(failure.message)")
    }

    @Test func aRefusedConnectionNamesItsPort() async throws {
        let port = try RefusingPort()
        let failure = try #require(try await kit.probe(port.url).failure)
        #expect(failure.category == .refused)
        #expect(failure.message.hasPrefix("Connection refused by 127.0.0.1:\(port.port)"))
    }

    @Test func aNameThatDoesNotExist() async throws {
        let failure = try #require(try await kit.probe("http://nobody.invalid/").failure)
        #expect(failure == ProbeFailure(.nameNotResolved, "The name nobody.invalid could not be resolved."))
    }

    @Test func connectingTakesTooLong() async throws {
        let port = try UnansweringPort()
        let result = try await kit.probe(port.url) { $0.client.timeout = .milliseconds(1500) }
        let failure = try #require(result.failure)
        #expect(failure.category == .connectTimeout)
        #expect(failure.message == "Connecting to 127.0.0.1:\(port.port) took longer than 1.5 s.")
    }

    @Test(arguments: [
        ("before the first byte", FaultyServer.Response.ok.stalled(.start), "waiting for the first byte"),
        ("in the headers", .ok.stalled(.headers), "receiving the headers"),
        ("in the body", .ok(bytes: 100).stalled(.body(after: 10)), "receiving the body"),
    ])
    func timeoutsNameTheirPhase(_ name: String, _ response: FaultyServer.Response, _ phase: String) async throws {
        let result = try await kit.probe(response) { $0.client.timeout = .milliseconds(1500) }
        #expect(result.failure == ProbeFailure(.timeout, "Timed out after 1.5 s while \(phase)."))
        #expect(result.responseTime == nil)
    }

    @Test func aStalledHandshake() async throws {
        let server = try await FaultyServer.startSilent()
        let result = try await kit.probe("https://127.0.0.1:\(server.port)/") {
            $0.client.timeout = .milliseconds(1500)
        }
        #expect(result.failure == ProbeFailure(.timeout, "Timed out after 1.5 s while in the TLS handshake."))
        await server.stop()
    }

    @Test(arguments: [
        (TLSIdentity.expired, "The certificate of 127.0.0.1 has expired."),
        (.selfSigned, "The certificate of 127.0.0.1 is self-signed."),
        (.wrongHost, "The certificate is for another host, not for 127.0.0.1."),
    ])
    func certificateFaultsAreToldApart(_ identity: TLSIdentity, _ sentence: String) async throws {
        let result = try await kit.probe(.ok, tls: identity) { try $0.trustTestAuthority() }
        #expect(result.failure == ProbeFailure(.tls, sentence))
        #expect(result.statusCode == nil)
    }

    @Test func anAuthorityThatIsNotTrusted() async throws {
        let failure = try #require(try await kit.probe(.ok, tls: .valid).failure)
        #expect(failure.category == .tls)
        #expect(failure.message.contains("not trusted"), "\(failure.message)")
    }

    @Test(arguments: [TLSIdentity.expired, .selfSigned, .wrongHost])
    func insecureAcceptsAnyCertificate(_ identity: TLSIdentity) async throws {
        let result = try await kit.probe(.ok, tls: identity) { $0.client.insecure = true }
        #expect(result.failure == nil)
        #expect(result.certificateExpiry != nil)
    }

    @Test func plainHTTPWhereTLSWasExpected() async throws {
        // It closes the connection without a word.
        let server = try await FaultyServer.start { _ in .ok }
        let failure = try #require(try await kit.probe("https://127.0.0.1:\(server.port)/").failure)
        let sentence =
            "127.0.0.1:\(server.port) ended the TLS handshake; if it serves plain HTTP, write http:// in the URL."
        #expect(failure == ProbeFailure(.tls, sentence))
        await server.stop()
    }

    @Test func plainHTTPThatAnswersTLS() async throws {
        let server = try PlainAnswer()
        let failure = try #require(try await kit.probe("https://127.0.0.1:\(server.port)/").failure)
        let sentence = "127.0.0.1:\(server.port) does not speak TLS; if it serves plain HTTP, write http:// in the URL."
        #expect(failure == ProbeFailure(.tls, sentence))
    }

    @Test func theBodyIsCapped() async throws {
        let result = try await kit.probe(.ok(bytes: 1_000_000_000)) { $0.client.maxBodyBytes = 100_000 }
        let failure = try #require(result.failure)
        #expect(failure.category == .bodyTooLarge)
        #expect(failure.message.contains("100000 bytes"))
    }

    @Test func aHeaderFloodEnds() async throws {
        let result = try await kit.probe(.ok.flooded(headers: 20_000, of: 1000))
        #expect(result.failure?.category == .malformedResponse)
    }

    @Test func aSuccessAfterManyFailures() async throws {
        let server = try await FaultyServer.start { request in request.path == "/bad" ? .garbage : .ok }
        for _ in 0..<50 { #expect(try await !kit.probe(server.url + "/bad").success) }
        #expect(try await kit.probe(server.url + "/good").success)
        await server.stop()
    }

    @Test func stoppingTheEngineEndsProbes() async throws {
        let server = try await FaultyServer.start { _ in .ok.stalled(.start) }
        let kit = ProbeKit()
        async let result = kit.probe(server.url)
        try await server.waitForRequests(1)
        kit.engine.stop()
        #expect(try await result.failure?.message == "The probe was ended because Sonde is stopping.")
        await server.stop()
    }
}
