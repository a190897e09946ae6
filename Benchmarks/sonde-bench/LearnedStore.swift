import Foundation
import SondeCore
import SondeDetection
import SondeServer

/// A store in which all endpoints of a fleet have learned: the state of each is that of two days of probes.
struct LearnedStore {
    /// What was probed for two days.
    enum API {
        /// An API behind TLS, with all five phases: the largest states.
        case behindTLS
        /// The benchmark's own server.
        case loopback
    }

    private static let probes = 11_520
    private static let statesPerCommit = 500

    /// - Parameter configuration: The file whose endpoints they are, so that targets are the same.
    static func fill(_ store: any Store, configuration: String, as api: API = .behindTLS) async throws {
        let endpoints = try SondeConfiguration.load(file: configuration, environment: [:]).endpoints
        guard let first = endpoints.first else { return }
        let (detector, time) = learned(first, api)
        for start in stride(from: 0, to: endpoints.count, by: statesPerCommit) {
            var batch = WriteBatch()
            for endpoint in endpoints[start..<min(start + statesPerCommit, endpoints.count)] {
                batch.detectorStates[endpoint.name] = DetectorState(detector, of: endpoint, at: time)
            }
            try await store.append(batch)
        }
    }

    private static func learned(_ endpoint: Endpoint, _ api: API) -> (AnomalyDetector, Timestamp) {
        var detector = AnomalyDetector(endpoint)
        var time = SystemClock().now.advanced(by: .zero - endpoint.interval * probes)
        for probe in 0..<probes {
            time = time.advanced(by: endpoint.interval)
            let phases = phases(of: probe, api)
            let result = ProbeResult(
                endpoint: endpoint.name, timestamp: time, responseTime: phases.total, phases: phases, statusCode: 200,
                responseSize: api == .loopback ? LoopbackServer.bodySize : 2048)
            _ = detector.judge(result)
        }
        return (detector, time)
    }

    private static func phases(of probe: Int, _ api: API) -> PhaseTimings {
        switch api {
        case .behindTLS:
            PhaseTimings(
                dns: .microseconds(2000 + probe * 4241 % 1009), connect: .microseconds(10_000 + probe * 5501 % 2003),
                tls: .microseconds(20_000 + probe * 6367 % 4001), ttfb: .microseconds(70_000 + probe * 7919 % 20_011),
                transfer: .microseconds(1000 + probe * 3571 % 503))
        case .loopback:
            // One in fifty waits for a core.
            PhaseTimings(
                dns: .microseconds(5 + probe * 4241 % 11), connect: .microseconds(35 + probe * 5501 % 61),
                ttfb: .microseconds(25 + probe * 7919 % 97 + (probe % 50 == 0 ? probe * 6367 % 20_011 : 0)),
                transfer: .microseconds(3 + probe * 3571 % 11))
        }
    }
}
