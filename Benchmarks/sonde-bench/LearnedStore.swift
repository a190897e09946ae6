import Foundation
import SondeCore
import SondeDetection
import SondeSQLite
import SondeServer

/// A database in which all endpoints of a fleet have learned: the state of each is that of two days of probes of an API
/// behind TLS, with all five phases.
struct LearnedStore {
    private static let probes = 11_520
    private static let statesPerCommit = 500

    /// - Parameter configuration: The file whose endpoints they are, so that targets are the same.
    static func fill(_ path: String, configuration: String) async throws {
        let endpoints = try SondeConfiguration.load(file: configuration, environment: [:]).endpoints
        guard let first = endpoints.first else { return }
        let (detector, time) = learned(first)
        let store = try SQLiteStore(path: path)
        for start in stride(from: 0, to: endpoints.count, by: statesPerCommit) {
            var batch = WriteBatch()
            for endpoint in endpoints[start..<min(start + statesPerCommit, endpoints.count)] {
                batch.detectorStates[endpoint.name] = DetectorState(detector, of: endpoint, at: time)
            }
            try await store.append(batch)
        }
        try await store.close()
    }

    private static func learned(_ endpoint: Endpoint) -> (AnomalyDetector, Timestamp) {
        var detector = AnomalyDetector(endpoint)
        var time = SystemClock().now.advanced(by: .zero - endpoint.interval * probes)
        for probe in 0..<probes {
            time = time.advanced(by: endpoint.interval)
            let phases = PhaseTimings(
                dns: .microseconds(2000 + probe * 4241 % 1009), connect: .microseconds(10_000 + probe * 5501 % 2003),
                tls: .microseconds(20_000 + probe * 6367 % 4001), ttfb: .microseconds(70_000 + probe * 7919 % 20_011),
                transfer: .microseconds(1000 + probe * 3571 % 503))
            let result = ProbeResult(
                endpoint: endpoint.name, timestamp: time, responseTime: phases.total, phases: phases, statusCode: 200,
                responseSize: 2048)
            _ = detector.judge(result)
        }
        return (detector, time)
    }
}
