import Foundation
import SondeCore
import SondeDetection
import SondeServer

/// Endpoints whose detectors are as large as after a week: a full training sample and a forest each, trained on times
/// that this server really takes at this load.
struct TrainedFleet {
    let endpoints: [Endpoint]

    init(count: Int, url: String, interval: Duration) {
        endpoints = (0..<count).map { number in
            Endpoint(name: "endpoint-\(number)", url: url, interval: interval)
        }
    }

    /// Feeds each endpoint a made-up history and hands the detector to the pipeline.
    ///
    /// - Parameter usual: Response times to draw from.
    func train(_ pipeline: Pipeline, usual: [Duration], before now: Timestamp) async throws {
        let points = 1300
        // A whole week, so that no hour and no weekday is new to the forests.
        let step = 7 * 86_400 / points
        for endpoint in endpoints {
            var detector = AnomalyDetector(endpoint)
            var newest: [ProbeResult] = []
            for point in 0..<points {
                let time = now.advanced(by: .seconds(step * (point - points)))
                let result = ProbeResult(
                    endpoint: endpoint.name, timestamp: time, responseTime: usual.randomElement(),
                    phases: PhaseTimings(ttfb: .microseconds(150), transfer: .microseconds(50)), statusCode: 200)
                _ = detector.judge(result)
                if point >= points - 60 { newest.append(result) }
            }
            guard detector.judgesProbes else { throw BenchError("No forest was grown.") }
            await pipeline.adopt(ReplayedHistory(detector: detector, newest: newest), for: endpoint.name)
        }
    }
}
