import SondeCore
import Testing

@testable import SondeDetection

/// The detector from end to end: faults begin, say why, end, and are not learned.
@Suite struct FaultDetectionTests {
    private static let refused = ProbeFailure(.refused, "Connection refused by 127.0.0.1:1.")

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var kind: Fault.Kind
        var severity = Severity.high
        var factor = 1.0
        var bytes = TestAPI.bytes
        var failure: ProbeFailure?
        /// Probes until it is told.
        var within: Int

        func probe(_ api: inout TestAPI) -> Verdict { api.probe(factor: factor, bytes: bytes, failure: failure) }
    }

    private static let cases = [
        Case(testDescription: "four times as slow", kind: .slow, factor: 4, within: 4),
        Case(testDescription: "1.3 times as slow", kind: .slow, factor: 1.3, within: 40),
        Case(testDescription: "ten times as fast", kind: .fast, factor: 0.1, within: 10),
        Case(testDescription: "truncated", kind: .small, bytes: 512, within: 10),
        Case(testDescription: "thrice as large", kind: .large, bytes: 6144, within: 10),
        Case(testDescription: "down", kind: .failures, severity: .critical, failure: refused, within: 2),
    ]

    /// The fault as it begins.
    private func begin(_ example: Case, _ api: inout TestAPI) -> Fault? {
        for _ in 0..<example.within {
            if let fault = example.probe(&api).fault { return fault }
        }
        return nil
    }

    /// Quiet probes until the fault is over; nil if it is not within 400.
    private func probesToTheEnd(_ api: inout TestAPI) -> Int? {
        (1...400).first { _ in api.probe().fault == nil }
    }

    @Test func twoQuietDaysHaveNoFault() {
        var api = TestAPI()
        let faults = (0..<11_520).compactMap { _ in api.probe().fault }
        #expect(faults.isEmpty)
    }

    @Test(arguments: cases)
    func beginsSoonAndIsHeld(_ example: Case) throws {
        var api = TestAPI.afterTwoDays
        let fault = begin(example, &api)
        let found = try #require(fault)
        #expect(found.kind == example.kind)
        #expect(found.severity == example.severity)
        #expect(found.began == api.time)
        #expect((1...3).contains(found.reasons.count))
        // While it lasts every verdict holds the same one.
        for _ in 0..<20 { #expect(example.probe(&api).fault == found) }
    }

    @Test(arguments: cases)
    func endsOnceAllIsQuiet(_ example: Case) throws {
        var api = TestAPI.afterTwoDays
        _ = begin(example, &api)
        for _ in 0..<20 { _ = example.probe(&api) }
        let count = probesToTheEnd(&api)
        let probes = try #require(count)
        // An outage is over with the first good probe, anything else after ten minutes.
        guard example.kind != .failures else {
            #expect(probes == 1)
            return
        }
        #expect((40...60).contains(probes), "\(probes)")
    }

    /// What added up in the fault is forgotten.
    @Test(arguments: cases)
    func afterItOneOddProbeOpensNothing(_ example: Case) {
        var api = TestAPI.afterTwoDays
        _ = begin(example, &api)
        for _ in 0..<60 { _ = example.probe(&api) }
        _ = probesToTheEnd(&api)
        _ = api.probe()
        #expect(example.probe(&api).fault == nil)
        for _ in 0..<20 { #expect(api.probe().fault == nil) }
        #expect(api.probe(failure: Self.refused).fault == nil)
    }

    @Test(arguments: cases)
    func isNotLearned(_ example: Case) throws {
        var api = TestAPI.afterTwoDays
        for _ in 0..<3 {
            #expect(begin(example, &api)?.kind == example.kind)
            for _ in 0..<80 { _ = example.probe(&api) }
            for _ in 0..<240 { _ = api.probe() }
        }
    }

    // MARK: Reasons

    @Test func aSlowFaultNamesItsUsualValue() throws {
        var api = TestAPI.afterTwoDays
        var fault: Fault?
        while fault == nil { fault = api.probe(milliseconds: 400).fault }
        let reasons = try #require(fault).reasons
        let first = try #require(reasons.first)
        let pattern =
            #/response time 400 ms, (3\.[6-9]|4(\.[0-4])?) times its usual for Wednesday 00:00 UTC \((9|10|11)\d?(\.\d)? ms\)/#
        #expect(first.wholeMatch(of: pattern) != nil, "\(first)")
        // The usual time of a phase is that before the fault: 68 ms here.
        let phase = #/time to first byte 36\d ms, 5(\.\d)? times its usual for .* \((6|7)\d(\.\d)? ms\)/#
        try #require(reasons.count == 3)
        #expect(reasons[1].wholeMatch(of: phase) != nil, "\(reasons[1])")
        #expect(reasons[2] == "DNS, connect and TLS normal")
    }

    @Test func failuresNameTheirShareAndTheNewest() throws {
        var api = TestAPI.afterTwoDays
        _ = api.probe(failure: Self.refused)
        let reasons = try #require(api.probe(failure: Self.refused).fault).reasons
        #expect(reasons.count == 2)
        let share = #/2 of the last 20 probes failed, its normal is 1 in \d{4,5}/#
        #expect(try #require(reasons.first).wholeMatch(of: share) != nil, "\(reasons)")
        #expect(reasons.last == "the newest: Connection refused by 127.0.0.1:1.")
    }

    @Test func aTruncatedAnswerNamesItsBytes() throws {
        var api = TestAPI.afterTwoDays
        var fault: Fault?
        while fault == nil { fault = api.probe(bytes: 512).fault }
        let reason = try #require(fault?.reasons.first)
        #expect(reason.hasPrefix("512 bytes instead of 204") && reason.hasSuffix(", 25 % of its usual"), "\(reason)")
    }

    // MARK: A new level

    @Test func aNewLevelIsAcceptedAfterHalfAnHour() throws {
        var api = TestAPI.afterTwoDays
        var began: Timestamp?
        while began == nil { began = api.probe(factor: 2).fault?.began }
        let start = try #require(began)
        while api.probe(factor: 2).fault != nil, start.duration(to: api.time) < .seconds(7200) {}
        #expect(start.duration(to: api.time) == .seconds(1800))
        // It is normal from now on, and so is the old one.
        for factor in [2.0, 1] {
            for _ in 0..<240 { #expect(api.probe(factor: factor).fault == nil) }
        }
    }

    @Test func anOutageIsNeverAccepted() {
        var api = TestAPI.afterTwoDays
        _ = api.probe(failure: Self.refused)
        for _ in 0..<500 { #expect(api.probe(failure: Self.refused).fault?.kind == .failures) }
    }

    @Test func changedSettingsForgetNothing() {
        var api = TestAPI.afterTwoDays
        api.detector.update(AnomalySettings(contamination: 0.3))
        #expect(begin(Self.cases[0], &api)?.kind == .slow)
    }
}
