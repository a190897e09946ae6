import SondeCore
import Testing

@testable import SondeDetection

@Suite struct AnomalyDetectorTests {
    @Test func learnsAfterFiftyPoints() throws {
        var api = TestAPI()
        let before = try api.live(59)
        #expect(before == Array(repeating: Verdict(), count: 59))
        #expect(api.detector.learning == .learning(points: 59, needed: 60))
        _ = try api.live(1)
        #expect(api.detector.learning == .learned(trainedAt: api.time))
        let after = try api.live(1)
        #expect(after.first?.score != nil)
    }

    @Test func trainsAgainEveryHour() throws {
        var api = TestAPI()
        _ = try api.live(2000)
        guard case .learned(let trainedAt) = api.detector.learning else {
            Issue.record("not learned")
            return
        }
        #expect(trainedAt.duration(to: api.time) < NoveltyJudge.retrainingInterval)
    }

    @Test func isDueOnlyOnceUntilInstalled() throws {
        var api = TestAPI()
        for _ in 0..<60 { _ = api.probe() }
        let wants = api.detector.wantsTraining(at: api.time)
        #expect(wants)
        for _ in 0..<500 {
            _ = api.probe()
            let wantsAgain = api.detector.wantsTraining(at: api.time)
            #expect(!wantsAgain)
        }
        api.detector.abandonTraining()
        let wantsAnew = api.detector.wantsTraining(at: api.time)
        #expect(wantsAnew)
    }

    @Test func aSlowProbeIsCriticalAndSaysWhy() throws {
        var api = TestAPI()
        _ = try api.live(1000)
        let verdict = api.probe(milliseconds: 900)
        #expect(try #require(verdict.score) < -0.1)
        #expect(try #require(verdict.severity) >= .high)
        #expect(try #require(verdict.surprise) > 2)
        let reason = try #require(verdict.reasons.first)
        #expect(reason.hasPrefix("response time 900 ms, "), "\(reason)")
        #expect(reason.contains("times the mean of the previous 10"), "\(reason)")
        #expect(verdict.reasons.contains { $0.hasPrefix("time to first byte grew most") }, "\(verdict.reasons)")
    }

    @Test func aFastProbeIsStrangeToo() throws {
        var api = TestAPI()
        _ = try api.live(1000)
        let verdict = api.probe(milliseconds: 4)
        #expect(try #require(verdict.score) < 0)
        #expect(try #require(verdict.reasons.first).contains("4 % of the mean"))
    }

    /// contamination is the share of probes that fall below 0, as in scikit-learn.
    @Test(arguments: [0.02, 0.1, 0.3])
    func contaminationIsTheShareOfMarks(contamination: Double) throws {
        // Steps of 4 h 10 min visit all hours and weekdays, so that no hour is new after the training.
        var api = TestAPI(AnomalySettings(contamination: contamination, window: .seconds(1000 * 86_400)))
        api.step = .seconds(15_000)
        for _ in 0..<1000 { _ = api.probe() }
        let isDue = api.detector.wantsTraining(at: api.time)
        #expect(isDue)
        api.detector.install(try api.detector.trainingSet(at: api.time).train(for: "orders"))
        let scores = (0..<2000).compactMap { _ in api.probe().score }
        let share = Double(scores.count { $0 < 0 }) / Double(scores.count)
        #expect(abs(share - contamination) < 0.3 * contamination + 0.02, "\(share)")
    }

    @Test func aFailureIsJudgedWithoutTheForest() throws {
        var api = TestAPI()
        let failure = ProbeFailure(.refused, "Connection refused by 127.0.0.1:1.")
        let early = api.probe(failure: failure)
        #expect(early == Verdict(severity: .critical, reasons: ["Connection refused by 127.0.0.1:1."]))
        _ = try api.live(500)
        #expect(api.probe(failure: failure) == early)
    }

    @Test func failuresTeachNothing() throws {
        var plain = TestAPI()
        var troubled = TestAPI()
        for number in 0..<200 {
            let first = plain.probe()
            if number.isMultiple(of: 50) { _ = troubled.probe(failure: ProbeFailure(.timeout, "Timed out.")) }
            #expect(first == troubled.probe())
        }
        #expect(plain.detector.learning == troubled.detector.learning)
    }

    @Test func theSameHistoryGivesTheSameVerdicts() throws {
        var first = TestAPI()
        var second = TestAPI()
        #expect(try first.live(300) == second.live(300))
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
