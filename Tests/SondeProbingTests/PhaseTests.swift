import SondeCore
import SondeProbing
import SondeTestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct PhaseTests {
    private let kit = ProbeKit()

    @Test func plainHTTPHasNoTLS() async throws {
        let result = try await kit.probe(.ok.delayed(by: .milliseconds(60)))
        #expect(result.success)
        #expect(result.statusCode == 200)
        #expect(result.responseSize == 2)
        #expect(result.httpVersion == "1.1")
        #expect(result.remoteAddress == "127.0.0.1")
        #expect(result.phases.tls == nil)
        #expect(result.phases.dns != nil)
        #expect(result.phases.connect != nil)
        #expect(try #require(result.phases.ttfb) >= .milliseconds(60))
        #expect(result.phases.total == result.responseTime)
    }

    @Test func httpsHasAllPhasesAndACertificate() async throws {
        let result = try await kit.probe(.ok, tls: .valid) { try $0.trustTestAuthority() }
        #expect(result.failure == nil)
        #expect(try #require(result.phases.tls) > .zero)
        #expect(result.phases.total == result.responseTime)
        let left = SystemClock().now.duration(to: try #require(result.certificateExpiry))
        #expect(left > .seconds(80 * 86_400) && left < .seconds(91 * 86_400))
    }

    @Test func aSlowBodyIsTransferAndNotFirstByte() async throws {
        let response = FaultyServer.Response.ok(bytes: 1000).stalled(.body(after: 500), for: .milliseconds(80))
        let result = try await kit.probe(response)
        #expect(try #require(result.phases.transfer) >= .milliseconds(75))
        #expect(result.phases.total == result.responseTime)
        #expect(result.responseSize == 1000)
    }

    @Test func aRefusedConnectionEndsInConnect() async throws {
        let port = try RefusingPort()
        let result = try await kit.probe(port.url)
        #expect(result.responseTime == nil)
        #expect(result.phases.connect != nil)
        #expect(result.phases.ttfb == nil)
        #expect(result.phases.transfer == nil)
    }

    @Test func aTimeoutInTheHandshakeEndsInTLS() async throws {
        let server = try await FaultyServer.startSilent()
        let result = try await kit.probe("https://127.0.0.1:\(server.port)/") {
            $0.client.timeout = .milliseconds(1500)
        }
        #expect(try #require(result.phases.tls) > .milliseconds(100))
        #expect(result.phases.ttfb == nil)
        await server.stop()
    }

    @Test func aTimeoutBeforeTheFirstByteEndsInTTFB() async throws {
        let result = try await kit.probe(.ok.stalled(.start)) { $0.client.timeout = .milliseconds(1500) }
        #expect(try #require(result.phases.ttfb) > .milliseconds(100))
        #expect(result.phases.transfer == nil)
        #expect(result.responseTime == nil)
    }

    @Test func aReusedConnectionHasNoConnectPhases() async throws {
        let server = try await FaultyServer.start { _ in .ok }
        var results: [ProbeResult] = []
        for _ in 0..<3 {
            results.append(try await kit.probe(server.url) { $0.client.reuseConnections = true })
        }
        #expect(results[0].phases.connect != nil)
        for result in results.dropFirst() {
            #expect(result.phases.dns == nil)
            #expect(result.phases.connect == nil)
            #expect(result.phases.total == result.responseTime)
        }
        #expect(server.connectionCount == 1)
        await server.stop()
    }

    @Test func everyProbeOpensAConnectionOfItsOwn() async throws {
        let server = try await FaultyServer.start { _ in .ok }
        for _ in 0..<3 { #expect(try await kit.probe(server.url).success) }
        #expect(server.connectionCount == 3)
        await server.stop()
    }

    @Test func lagIsCountedFromTheTurn() async throws {
        let server = try await FaultyServer.start { _ in .ok }
        let clock = ManualClock()
        let kit = ProbeKit(clock: clock)
        let due = clock.now.advanced(by: .milliseconds(-40))
        let result = await kit.probe(Endpoint(name: "target", url: server.url), due: due)
        #expect(result.scheduleLag == .milliseconds(40))
        #expect(result.timestamp == clock.now)
        await server.stop()
    }
}
