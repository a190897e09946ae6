import Foundation
import SondeCore

@testable import SondeDetection

/// A detector with a made-up API before it: log-normal times around 100 ms, of which DNS takes 2, connect 10 and TLS 20,
/// answers of 2,048 bytes, reproducible.
struct TestAPI: Sendable {
    static let bytes = 2048

    var detector: AnomalyDetector
    var time = Timestamp.monday
    var step: Duration = .seconds(15)
    private var random = SplitMix(state: 42)
    private var randomOfPhases = SplitMix(state: 43)

    init(_ settings: AnomalySettings = AnomalySettings(), seed: UInt64 = 0) {
        detector = AnomalyDetector(settings: settings, interval: .seconds(15), seed: seed)
    }

    /// After two quiet days.
    static let afterTwoDays: TestAPI = {
        var api = TestAPI()
        for _ in 0..<11_520 { _ = api.probe() }
        return api
    }()

    /// - Parameters:
    ///   - factor: How many times slower than usual the answer is.
    ///   - slow: A phase that takes longer than usual, and how many milliseconds.
    mutating func probe(
        milliseconds: Double? = nil, factor: Double = 1, slow: (phase: PhaseTimings.Phase, by: Double)? = nil,
        bytes: Int = bytes, failure: ProbeFailure? = nil
    ) -> Verdict {
        time = time.advanced(by: step)
        let usual = factor * 100 * exp(0.1 * random.normal())
        var result = ProbeResult(
            endpoint: "orders", timestamp: time,
            statusCode: failure == nil ? 200 : nil, responseSize: failure == nil ? bytes : 0)
        result.failure = failure
        if failure == nil { result.phases = phases(of: milliseconds ?? usual, slow) }
        if failure == nil { result.responseTime = result.phases.total }
        return detector.judge(result)
    }

    private mutating func phases(
        of milliseconds: Double, _ slow: (phase: PhaseTimings.Phase, by: Double)?
    ) -> PhaseTimings {
        func time(_ phase: PhaseTimings.Phase, _ usual: Double) -> Duration {
            .microseconds(Int64((usual + (slow?.phase == phase ? slow?.by ?? 0 : 0)) * 1000))
        }
        // An answer that is far too fast has no time for the usual ones.
        let haste = Swift.min(1, milliseconds / 64)
        let network = [2.0, 10, 20].map { haste * $0 * exp(0.1 * randomOfPhases.normal()) }
        return PhaseTimings(
            dns: time(.dns, network[0]), connect: time(.connect, network[1]), tls: time(.tls, network[2]),
            ttfb: time(.ttfb, Swift.max(0, milliseconds - network.reduce(0, +))))
    }

    /// Probes as usual.
    mutating func probes(_ count: Int) -> [Verdict] { (0..<count).map { _ in probe() } }
}
