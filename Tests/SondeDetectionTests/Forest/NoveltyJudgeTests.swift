import SondeCore
import Testing

@testable import SondeDetection

/// Marks of single probes.
@Suite struct NoveltyJudgeTests {
    private func judge(_ milliseconds: Float, _ judge: inout NoveltyJudge, at time: Timestamp, learns: Bool) -> Verdict
    {
        let result = ProbeResult(endpoint: "orders", timestamp: time, responseTime: .milliseconds(Int(milliseconds)))
        return judge.judge(milliseconds, result, PhaseBaseline(), learns: learns)
    }

    /// One usual probe in 500 is a mark, though a tenth of all probes scores below 0.
    @Test func marksAreRare() throws {
        var api = TestAPI()
        _ = try api.live(1500)
        let verdicts = try api.live(2500)
        let scores = verdicts.compactMap(\.score)
        #expect(scores.count { $0 < 0 } > 100)
        #expect(verdicts.count(where: \.isMark) <= 25, "\(verdicts.count(where: \.isMark))")
        #expect(verdicts.allSatisfy { $0.isMark == !$0.reasons.isEmpty })
    }

    @Test func aProbeOfAFaultIsNoTrainingRow() {
        var novelty = NoveltyJudge(settings: AnomalySettings())
        var time = Timestamp.monday
        for probe in 0..<300 {
            time = time.advanced(by: .seconds(15))
            _ = judge(100 + Float(probe % 7), &novelty, at: time, learns: probe < 40)
        }
        // Ten of forty only filled the window.
        #expect(novelty.trainingSet(at: time).rows.count == 30 * FeatureVector.count)
        #expect(novelty.learning == .learning(points: 40, needed: NoveltyJudge.probesNeeded))
        let wants = novelty.wantsTraining(at: time)
        #expect(!wants)
    }

    @Test func aForestThatNoOneAskedForIsNotUsed() throws {
        var novelty = NoveltyJudge(settings: AnomalySettings())
        var time = Timestamp.monday
        for probe in 0..<59 {
            time = time.advanced(by: .seconds(15))
            _ = judge(100 + Float(probe % 7), &novelty, at: time, learns: true)
        }
        let model = try novelty.trainingSet(at: time).train(for: "orders")
        let isUsed = novelty.install(model)
        #expect(!isUsed)
        #expect(novelty.learning == .learning(points: 59, needed: 60))
    }
}
