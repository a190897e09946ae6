import SondeCore
import Testing

@testable import SondeDetection

@Suite struct AnomalyDetectorTests {
    @Test(arguments: [0, 7] as [UInt64])
    func judgesSingleProbesAfterFiftyAndAFew(seed: UInt64) {
        var api = TestAPI(seed: seed)
        let count = 50 + Int(seed)
        let early = api.probes(count - 1)
        #expect(early == Array(repeating: Verdict(), count: count - 1))
        #expect(!api.detector.judgesProbes)
        let last = api.probe()
        #expect(last.score == nil)
        #expect(api.detector.judgesProbes)
        let after = api.probe()
        #expect(after.score != nil && after.surprise != nil)
    }

    @Test func learnsForADayAndAnHour() {
        var api = TestAPI()
        #expect(api.detector.learning == .learning(share: 0))
        _ = api.probes(3001)
        #expect(api.detector.learning == .learning(share: 0.5))
        _ = api.probes(3000)
        #expect(api.detector.learning == .learned(since: api.time))
        let since = api.time
        _ = api.probes(100)
        #expect(api.detector.learning == .learned(since: since))
    }

    /// One usual probe in a few hundred is a mark, though a tenth of all probes scores below 0.
    @Test func marksAreRare() {
        var api = TestAPI.afterTwoDays
        let verdicts = api.probes(2500)
        #expect(verdicts.count { $0.score ?? 0 < 0 } > 100)
        #expect(verdicts.count(where: \.isMark) <= 12, "\(verdicts.count(where: \.isMark))")
        #expect(verdicts.allSatisfy { $0.isMark == !$0.reasons.isEmpty })
    }

    @Test func aSlowProbeIsMarkedAndSaysWhy() throws {
        var api = TestAPI()
        _ = api.probes(1000)
        let verdict = api.probe(milliseconds: 900)
        #expect(try #require(verdict.score) < -0.1)
        #expect(try #require(verdict.severity) >= .high)
        #expect(try #require(verdict.surprise) > 2)
        #expect(verdict.fault == nil)
        let reason = try #require(verdict.reasons.first)
        let pattern = #/response time 900 ms, (8\.\d|9(\.\d)?) times its usual of the last 15 \(1?\d\d(\.\d+)? ms\)/#
        #expect(reason.wholeMatch(of: pattern) != nil, "\(reason)")
        #expect(verdict.reasons.dropFirst().first?.hasPrefix("time to first byte grew most") == true)
        #expect(verdict.reasons.last == "the highest of the last weeks")
    }

    @Test func aFastProbeIsStrangeToo() throws {
        var api = TestAPI()
        _ = api.probes(1000)
        let verdict = api.probe(milliseconds: 4)
        #expect(try #require(verdict.score) < 0)
        let reason = try #require(verdict.reasons.first)
        #expect(
            reason.prefixMatch(of: /response time 4 ms, (3\.\d|4(\.\d)?) % of its usual of the last 15/) != nil,
            "\(reason)")
        #expect(verdict.reasons.last == "the lowest of the last weeks")
    }

    /// contamination is the share of probes that fall below 0, as in scikit-learn.
    @Test(arguments: [0.02, 0.1, 0.3])
    func contaminationIsTheShareBelowZero(contamination: Double) {
        var api = TestAPI(AnomalySettings(contamination: contamination))
        _ = api.probes(2000)
        let scores = api.probes(3000).compactMap(\.score)
        let share = Double(scores.count { $0 < 0 }) / Double(scores.count)
        #expect(abs(share - contamination) < 0.3 * contamination + 0.005, "\(share)")
    }

    /// As its documentation says of changed settings.
    @Test func aChangedContaminationIsTakenOver() {
        var api = TestAPI()
        _ = api.probes(1000)
        api.detector.update(AnomalySettings(contamination: 0.4))
        _ = api.probes(2000)
        let scores = api.probes(2000).compactMap(\.score)
        let share = Double(scores.count { $0 < 0 }) / Double(scores.count)
        #expect(abs(share - 0.4) < 0.05, "\(share)")
    }

    @Test func aFailureIsJudgedWithoutTheForest() throws {
        var api = TestAPI()
        let failure = ProbeFailure(.refused, "Connection refused by 127.0.0.1:1.")
        for _ in 0..<2 {
            let verdict = api.probe(failure: failure)
            // One in a thousand or rarer, as that of an API that hardly ever fails.
            #expect(try #require(verdict.surprise) > 3)
            #expect(verdict.severity == .critical && verdict.score == nil && verdict.fault == nil)
            #expect(verdict.reasons == ["Connection refused by 127.0.0.1:1."])
            _ = api.probes(500)
        }
    }

    /// Half way between two probes one fails; the others are judged as if it had not been.
    @Test func failuresTeachNothing() {
        var plain = TestAPI()
        var troubled = TestAPI()
        for number in 0..<200 {
            let fails = number % 50 == 49
            if fails {
                troubled.step = .seconds(7.5)
                _ = troubled.probe(failure: ProbeFailure(.timeout, "Timed out."))
            }
            let milliseconds = 90 + Double(number * 37 % 21)
            let verdict = plain.probe(milliseconds: milliseconds)
            #expect(verdict == troubled.probe(milliseconds: milliseconds))
            troubled.step = .seconds(15)
        }
        #expect(plain.time == troubled.time)
        #expect(plain.detector.learning == troubled.detector.learning)
    }

    @Test func theSameHistoryGivesTheSameVerdicts() {
        var first = TestAPI(seed: 8)
        var second = TestAPI(seed: 8)
        var other = TestAPI(seed: 18)
        let verdicts = first.probes(300)
        #expect(verdicts == second.probes(300))
        #expect(verdicts != other.probes(300))
    }

    @Test func severityFollowsTheConfiguredThresholds() {
        let thresholds = SeverityThresholds(medium: 0, high: -0.1, critical: -0.2)
        #expect(thresholds.severity(of: 0) == nil)
        #expect(thresholds.severity(of: -0.001) == .medium)
        #expect(thresholds.severity(of: -0.1) == .medium)
        #expect(thresholds.severity(of: -0.11) == .high)
        #expect(thresholds.severity(of: -0.2) == .high)
        #expect(thresholds.severity(of: -0.21) == .critical)
    }
}
