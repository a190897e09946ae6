import SondeCore
import SondeProbing
import SondeTestSupport

/// A prober with an engine of its own that ends with it.
final class ProbeKit: Sendable {
    let engine = CurlEngine()
    let prober: CurlProber

    init(clock: any WallClock = SystemClock()) {
        prober = CurlProber(engine: engine, clock: clock)
    }

    deinit {
        engine.stop()
    }

    func probe(_ endpoint: Endpoint, due: Timestamp? = nil) async -> ProbeResult {
        await prober.probe(endpoint, due: due)
    }

    /// Probes a URL once, with changes to the endpoint.
    func probe(_ url: String, _ change: (inout Endpoint) throws -> Void = { _ in }) async throws -> ProbeResult {
        var endpoint = Endpoint(name: "target", url: url)
        try change(&endpoint)
        return await probe(endpoint)
    }

    /// Starts a server, probes it once, and stops it.
    func probe(
        _ response: FaultyServer.Response, tls: TLSIdentity? = nil,
        _ change: @Sendable (inout Endpoint) throws -> Void = { _ in }
    ) async throws -> ProbeResult {
        let server = try await FaultyServer.start(tls: tls) { _ in response }
        let result = try await probe(server.url, change)
        await server.stop()
        return result
    }
}

extension Endpoint {
    /// Trusts the authority of the test certificates.
    mutating func trustTestAuthority() throws {
        client.tls.caFile = try TestCertificates.caFile
    }

    mutating func expect(_ conditions: String...) throws {
        self.conditions = try conditions.map { try Condition(parsing: $0) }
    }
}
