import Foundation
import SondeCore

@testable import SondeDetection

/// A detector with a made-up API before it: log-normal times around 100 ms, answers of 2,048 bytes, reproducible.
struct TestAPI: Sendable {
    static let bytes = 2048

    var detector: AnomalyDetector
    var time = Timestamp.monday
    var step: Duration = .seconds(15)
    private var random = SplitMix(state: 42)

    init(_ settings: AnomalySettings = AnomalySettings(), seed: UInt64 = 0) {
        detector = AnomalyDetector(settings: settings, interval: .seconds(15), seed: seed)
    }

    /// After two quiet days.
    static let afterTwoDays: TestAPI = {
        var api = TestAPI()
        for _ in 0..<11_520 { _ = api.probe() }
        return api
    }()

    /// - Parameter factor: How many times slower than usual the answer is.
    mutating func probe(
        milliseconds: Double? = nil, factor: Double = 1, bytes: Int = bytes, failure: ProbeFailure? = nil
    ) -> Verdict {
        time = time.advanced(by: step)
        let usual = factor * 100 * exp(0.1 * random.normal())
        var result = ProbeResult(
            endpoint: "orders", timestamp: time,
            responseTime: failure == nil ? .microseconds(Int64((milliseconds ?? usual) * 1000)) : nil,
            statusCode: failure == nil ? 200 : nil, responseSize: failure == nil ? bytes : 0)
        result.phases.ttfb = result.responseTime
        result.failure = failure
        return detector.judge(result)
    }

    /// Probes as usual.
    mutating func probes(_ count: Int) -> [Verdict] { (0..<count).map { _ in probe() } }
}
