import SondeCore
import Testing

@testable import SondeDetection

@Suite struct FaultReasonsTests {
    /// On a Tuesday at 10:07, after a hundred probes of which two failed.
    private func reasons(
        _ kind: Fault.Kind, milliseconds: Int? = nil, usual: Double? = nil, bytes: Int = 0, usualBytes: Double? = nil,
        phases: [PhaseChannels.Reading] = [], isOdd: Bool = true, sizeIsOdd: Bool = true, failure: ProbeFailure? = nil
    ) -> [String] {
        var failures = FailureChannel(horizon: 1e6)
        for probe in 0..<100 { _ = failures.judge(failed: probe > 97, isQuiet: true) }
        var result = ProbeResult(
            endpoint: "orders", timestamp: .monday.later(hours: 34 + 7.0 / 60),
            responseTime: milliseconds.map { .milliseconds($0) }, responseSize: bytes)
        result.failure = failure
        return FaultReasons(
            result: result, time: usual.map { reading(expected: $0, isOdd: isOdd) },
            size: usualBytes.map { reading(expected: $0 + 1, isOdd: sizeIsOdd) }, failures: failures, phases: phases
        ).text(of: kind)
    }

    private func reading(expected: Double, isOdd: Bool = true) -> ValueChannel.Reading {
        .init(
            expected: expected, residual: 0, deviation: 0, alarm: isOdd ? .high : nil, isFarOff: isOdd, isOdd: isOdd)
    }

    private func phase(
        _ phase: PhaseTimings.Phase, _ milliseconds: Double, usual: Double, isOdd: Bool = false
    ) -> PhaseChannels.Reading {
        .init(phase: phase, milliseconds: milliseconds, value: reading(expected: usual, isOdd: isOdd))
    }

    @Test func slowNamesTheTimeOfTheWeekTheRatioAndThePhase() {
        #expect(
            reasons(
                .slow, milliseconds: 410, usual: 100,
                phases: [phase(.dns, 5, usual: 5), phase(.ttfb, 330, usual: 20, isOdd: true)]) == [
                    "response time 410 ms, 4.1 times its usual for Tuesday 10:07 UTC (100 ms)",
                    "time to first byte 330 ms, 17 times its usual for Tuesday 10:07 UTC (20 ms)",
                    "DNS normal",
                ])
        #expect(
            reasons(.slow, milliseconds: 410, usual: 100, phases: [phase(.ttfb, 330, usual: 20, isOdd: true)]).count
                == 2)
    }

    /// An answer that is cut short is fast as well: both are told, whichever was proved first.
    @Test func whatIsFastAndSmallIsToldAsBoth() {
        let time = "response time 21 ms, 10 % of its usual for Tuesday 10:07 UTC (210 ms)"
        let size = "187 bytes instead of 12400, 1.5 % of its usual"
        #expect(reasons(.fast, milliseconds: 21, usual: 210, bytes: 187, usualBytes: 12_400) == [time, size])
        #expect(reasons(.small, milliseconds: 21, usual: 210, bytes: 187, usualBytes: 12_400) == [size, time])
        #expect(
            reasons(.fast, milliseconds: 21, usual: 210, bytes: 12_400, usualBytes: 12_400, sizeIsOdd: false) == [time])
        #expect(
            reasons(.small, milliseconds: 210, usual: 210, bytes: 187, usualBytes: 12_400, isOdd: false) == [size])
    }

    /// No phase stands out by itself: the one that grew most is named, if one did.
    @Test func aPhaseThatGrewALittleIsNamed() {
        let whole = "response time 4 s, 23 % above its usual for Tuesday 10:07 UTC (3.25 s)"
        #expect(
            reasons(
                .slow, milliseconds: 4000, usual: 3250,
                phases: [phase(.dns, 6, usual: 5), phase(.transfer, 900, usual: 250)])
                == [whole, "transfer grew most, by 650 ms"])
        #expect(reasons(.slow, milliseconds: 4000, usual: 3250, phases: [phase(.dns, 5, usual: 5)]) == [whole])
        #expect(reasons(.slow, milliseconds: 4000, usual: 3250) == [whole])
    }

    /// The whole hardly shows it.
    @Test func aPhaseThatIsOddByItselfComesFirst() {
        #expect(
            reasons(
                .slow, milliseconds: 420, usual: 380,
                phases: [
                    phase(.dns, 62, usual: 5, isOdd: true), phase(.connect, 20, usual: 20), phase(.tls, 41, usual: 40),
                    phase(.ttfb, 300, usual: 310),
                ], isOdd: false) == [
                    "DNS 62 ms, 12 times its usual for Tuesday 10:07 UTC (5 ms)",
                    "connect, TLS and time to first byte normal",
                    "response time 420 ms, 11 % above its usual for Tuesday 10:07 UTC (380 ms)",
                ])
    }

    /// Of a name server that is slow now and then, the probe at hand may show another phase that is a little slower.
    @Test func theOddPhaseIsNamedBeforeOneThatGrewMore() {
        let reasons = reasons(
            .slow, milliseconds: 381, usual: 380,
            phases: [phase(.dns, 62, usual: 5, isOdd: true), phase(.ttfb, 400, usual: 310)], isOdd: false)
        #expect(reasons.first == "DNS 62 ms, 12 times its usual for Tuesday 10:07 UTC (5 ms)")
        #expect(reasons.last == "response time 381 ms, as usual for Tuesday 10:07 UTC (380 ms)")
    }

    @Test func fastNamesNoPhase() {
        #expect(
            reasons(.fast, milliseconds: 8, usual: 25.04, phases: [phase(.ttfb, 330, usual: 20, isOdd: true)]) == [
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
