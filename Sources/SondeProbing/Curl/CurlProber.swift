import CCurl
import Foundation
package import SondeCore

/// The prober: HTTP and HTTPS through libcurl, every phase timed.
///
/// Redirects are followed here and not by libcurl, so that the phases are those of the final request and every hop
/// is seen; see ADR 0002.
package final class CurlProber: Prober {
    static let userAgent = "Sonde/\(SondeVersion.current)"

    private let engine: CurlEngine
    private let clock: any WallClock
    private let tokens: OAuth2TokenSource
    private let location: String
    private let certificates = CertificateMemory()

    package init(engine: CurlEngine, clock: any WallClock, location: String = "local") {
        self.engine = engine
        self.clock = clock
        self.location = location
        tokens = OAuth2TokenSource(engine: engine, clock: clock)
    }

    package func probe(_ endpoint: Endpoint, due: Timestamp?) async -> ProbeResult {
        let credentials: TransferRequest.Credentials?
        do {
            credentials = try await self.credentials(for: endpoint)
        } catch {
            let now = clock.now
            var result = ProbeResult(endpoint: endpoint.name, timestamp: now, location: location)
            result.scheduleLag = due.map { $0.duration(to: now) } ?? .zero
            result.failure = error
            return result
        }
        var hops = HopSequence(endpoint: endpoint, credentials: credentials)
        var report = await engine.perform(hops.request, clock: clock)
        let startedAt = report.startedAt
        while hops.follow(report) {
            report = await engine.perform(hops.request, clock: clock)
        }
        if report.status == 401, case .oauth2(let settings)? = endpoint.client.authentication {
            // The next probe asks for a new token: this one may have been revoked before its time.
            await tokens.forget(settings)
        }
        if endpoint.client.reuseConnections, hops.request.isTLS {
            report.certificateExpiry = certificates.expiry(report, url: hops.request.url)
        }
        var result = ProbeEvaluation(endpoint: endpoint, hops: hops, report: report, now: clock.now).result()
        result.timestamp = startedAt
        result.scheduleLag = due.map { Swift.max(.zero, $0.duration(to: startedAt)) } ?? .zero
        result.location = location
        return result
    }

    private func credentials(for endpoint: Endpoint) async throws(ProbeFailure) -> TransferRequest.Credentials? {
        switch endpoint.client.authentication {
        case nil: nil
        case .basic(let username, let password): .basic(username: username, password: password)
        case .bearer(let token): .bearer(token)
        case .oauth2(let settings): .bearer(try await tokens.token(for: settings, client: endpoint.client))
        }
    }
}
