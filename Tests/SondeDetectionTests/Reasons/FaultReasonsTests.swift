import SondeCore
import Testing

@testable import SondeDetection

@Suite struct FaultReasonsTests {
    /// On a Tuesday at 10:07, after a hundred probes of which two failed.
    private func reasons(
        _ kind: Fault.Kind, milliseconds: Int? = nil, usual: Double? = nil, bytes: Int = 0, usualBytes: Double? = nil,
        ttfb: Int? = nil, failure: ProbeFailure? = nil
    ) -> [String] {
        var failures = FailureChannel(horizon: 1e6)
        for probe in 0..<100 { _ = failures.judge(failed: probe > 97, isQuiet: true) }
        var phases = PhaseBaseline()
        phases.append(PhaseTimings(dns: .milliseconds(5), ttfb: .milliseconds(20)))
        var result = ProbeResult(
            endpoint: "orders", timestamp: .monday.later(hours: 34 + 7.0 / 60),
            responseTime: milliseconds.map { .milliseconds($0) },
            phases: PhaseTimings(dns: .milliseconds(5), ttfb: ttfb.map { .milliseconds($0) }), responseSize: bytes)
        result.failure = failure
        return FaultReasons(
            result: result, time: usual.map(reading), size: usualBytes.map { reading(expected: $0 + 1) },
            failures: failures, phases: phases
        ).text(of: kind)
    }

    private func reading(expected: Double) -> ValueChannel.Reading {
        .init(expected: expected, residual: 0, deviation: 0, alarm: nil, isFarOff: true, isOdd: true)
    }

    @Test func slowNamesTheTimeOfTheWeekTheRatioAndThePhase() {
        #expect(
            reasons(.slow, milliseconds: 410, usual: 100, ttfb: 330) == [
                "response time 410 ms, 4.1 times its usual for Tuesday 10:07 UTC (100 ms)",
                "time to first byte grew most, by 310 ms",
            ])
        // No phase grew.
        #expect(
            reasons(.slow, milliseconds: 4000, usual: 3250, ttfb: 20) == [
                "response time 4 s, 23 % above its usual for Tuesday 10:07 UTC (3.25 s)"
            ])
    }

    @Test func fastNamesNoPhase() {
        #expect(
            reasons(.fast, milliseconds: 8, usual: 25.04, ttfb: 330) == [
                "response time 8 ms, 32 % of its usual for Tuesday 10:07 UTC (25 ms)"
            ])
    }

    @Test(arguments: [Fault.Kind.large, .small])
    func sizesAreInBytes(kind: Fault.Kind) {
        let large = kind == .large
        #expect(
            reasons(kind, bytes: large ? 6144 : 512, usualBytes: 2048) == [
                large
                    ? "6144 bytes instead of 2048, 3 times its usual"
                    : "512 bytes instead of 2048, 25 % of its usual"
            ])
    }

    /// 2.3 in 2,100, as the channel knows it, less what it has forgotten since.
    @Test func failuresAreCountedBesideTheirUsualRate() {
        let failure = ProbeFailure(.timeout, "Timed out after 5 s.")
        #expect(
            reasons(.failures, failure: failure) == [
                "2 of the last 20 probes failed, its normal is 1 in 913", "the newest: Timed out after 5 s.",
            ])
        #expect(reasons(.failures).count == 1)
    }

    @Test(arguments: Fault.Kind.allCases)
    func thereIsAlwaysAReason(kind: Fault.Kind) {
        let reasons = reasons(kind)
        #expect(reasons.count == 1)
        #expect(reasons.allSatisfy { !$0.isEmpty })
    }
}
