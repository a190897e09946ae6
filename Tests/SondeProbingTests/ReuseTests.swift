import SondeCore
import SondeTestSupport
import Testing

/// `reuse-connections: true` over TLS: what only the first handshake tells is known to all.
@Suite(.timeLimit(.minutes(1))) struct ReuseTests {
    private let kit = ProbeKit()

    private func endpoint(_ server: FaultyServer, _ conditions: String...) throws -> Endpoint {
        var endpoint = Endpoint(name: "kept", url: server.url)
        try endpoint.trustTestAuthority()
        endpoint.client.reuseConnections = true
        endpoint.conditions = try conditions.map { try Condition(parsing: $0) }
        return endpoint
    }

    @Test func theCertificateIsRemembered() async throws {
        let server = try await FaultyServer.start(tls: .valid) { _ in .ok }
        let endpoint = try endpoint(server, "[CERTIFICATE_EXPIRATION] > 1h")
        for _ in 0..<3 {
            let result = await kit.probe(endpoint)
            #expect(result.failure == nil)
            #expect(result.certificateExpiry != nil)
        }
        #expect(server.connectionCount == 1)
        await server.stop()
    }

    @Test func aPhaseThatWasSparedTookNoTime() async throws {
        let server = try await FaultyServer.start(tls: .valid) { _ in .ok }
        let endpoint = try endpoint(server, "[DNS] < 10s", "[CONNECT] < 10s", "[TLS] < 10s")
        for number in 0..<2 {
            let result = await kit.probe(endpoint)
            #expect(result.failure == nil)
            #expect((result.phases.tls == nil) == (number == 1))
        }
        await server.stop()
    }

    @Test func aNewConnectionTellsOfItsOwnCertificate() async throws {
        let server = try await FaultyServer.start(tls: .valid) { _ in .ok }
        let first = await kit.probe(try endpoint(server))
        var fresh = try endpoint(server)
        fresh.client.reuseConnections = false
        #expect(await kit.probe(fresh).certificateExpiry == first.certificateExpiry)
        #expect(server.connectionCount == 2)
        await server.stop()
    }
}
