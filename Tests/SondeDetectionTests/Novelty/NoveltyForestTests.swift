import SondeCore
import Testing

@testable import SondeDetection

@Suite struct NoveltyForestTests {
    /// A forest that is fed the sizes of normal numbers, a row every 15 s.
    private struct Run {
        var forest: NoveltyForest
        private var time = Timestamp.monday
        private var random = SplitMix(state: 3)

        init(_ settings: AnomalySettings = AnomalySettings(), seed: UInt64 = 0) {
            forest = NoveltyForest(settings: settings, seed: seed)
        }

        mutating func row(about middle: Double = 0) -> NoveltyFeatures {
            var size: Double { abs(middle + random.normal()) }
            return NoveltyFeatures(
                fromFew: size, fromLast: size, fromHour: size, fromSeason: size, fromNearestDay: size, movement: size,
                offset: size)
        }

        /// Scores rows and then learns them, as the judge does; decisions.
        @discardableResult
        mutating func learn(_ count: Int, about middle: Double = 0) -> [Double] {
            (0..<count).compactMap { _ in
                time = time.advanced(by: .seconds(15))
                let row = row(about: middle)
                let score = forest.score(row)
                forest.learn(row, score: score?.score, at: time)
                return score?.decision
            }
        }
    }

    private static func features(_ size: Double) -> NoveltyFeatures {
        NoveltyFeatures(
            fromFew: size, fromLast: size, fromHour: size, fromSeason: size, fromNearestDay: size, movement: size,
            offset: size)
    }

    /// Forests of many APIs do not begin in one round.
    @Test(arguments: [0, 3, 9, 10, 127] as [UInt64])
    func isFittedAfterFiftyRowsAndAFew(seed: UInt64) {
        var run = Run(seed: seed)
        run.learn(49 + Int(seed % 10))
        #expect(!run.forest.isFitted)
        #expect(run.forest.score(Self.features(1)) == nil)
        run.learn(1)
        #expect(run.forest.isFitted)
        #expect(run.forest.score(Self.features(1)) != nil)
    }

    @Test func whatIsFarOffScoresHigher() throws {
        var run = Run()
        run.learn(500)
        let usual = try #require(run.forest.score(Self.features(0.7)))
        let odd = try #require(run.forest.score(Self.features(20)))
        #expect(usual.score < 0.5 && usual.decision > 0, "\(usual)")
        #expect(odd.score > 0.65 && odd.decision < 0, "\(odd)")
    }

    /// Of the first fit exactly: five of fifty rows, fifteen of fifty.
    @Test(arguments: [(0.1, 5), (0.3, 15)])
    func theFirstThresholdIsTheQuantileOfTheSample(contamination: Double, expected: Int) {
        var run = Run(AnomalySettings(contamination: contamination))
        var rows: [NoveltyFeatures] = []
        for number in 0..<50 {
            rows.append(run.row())
            run.forest.learn(rows[number], score: nil, at: .monday.advanced(by: .seconds(15 * number)))
        }
        let below = rows.count { run.forest.score($0)?.decision ?? 0 < 0 }
        #expect(below == expected)
    }

    @Test(arguments: [0.02, 0.1, 0.3])
    func contaminationIsAboutTheShareBelowZero(contamination: Double) {
        var run = Run(AnomalySettings(contamination: contamination))
        run.learn(1500)
        let decisions = run.learn(3000)
        let share = Double(decisions.count { $0 < 0 }) / Double(decisions.count)
        #expect(abs(share - contamination) < 0.2 * contamination + 0.005, "\(share)")
    }

    @Test func theSameSeedGivesTheSameScores() {
        var first = Run(seed: 20)
        var second = Run(seed: 20)
        var other = Run(seed: 30)
        let decisions = first.learn(400)
        #expect(decisions.count == 350)
        #expect(decisions == second.learn(400))
        #expect(decisions != other.learn(400))
    }

    /// A hundred trees, one every thirty values: the new rows are usual once all were grown anew.
    @Test func followsWhatChanges() throws {
        var run = Run(AnomalySettings(window: .seconds(15 * 1000)))
        run.learn(900)
        let before = try #require(run.forest.score(Self.features(8)))
        run.learn(3000, about: 8)
        let after = try #require(run.forest.score(Self.features(8)))
        let old = try #require(run.forest.score(Self.features(0.5)))
        #expect(before.score > 0.6 && before.decision < 0, "\(before)")
        #expect(after.score < 0.5 && after.decision > 0, "\(after)")
        // The window no longer holds what was usual once.
        #expect(old.score > 0.6 && old.decision < 0, "\(old)")
    }

    /// A tree at a time: after 300 values ten of a hundred are new.
    @Test func followsSlowly() throws {
        var run = Run()
        run.learn(900)
        let before = try #require(run.forest.score(Self.features(8)))
        run.learn(300, about: 8)
        let after = try #require(run.forest.score(Self.features(8)))
        #expect(after.score < before.score && after.score > before.score - 0.1, "\(before), then \(after)")
    }

    @Test func keepsABoundedSample() throws {
        var run = Run()
        for number in 0..<6000 {
            run.forest.learn(Self.features(Double(number % 9)), score: nil, at: .monday.advanced(by: .seconds(number)))
        }
        let sample = try #require(Mirror(reflecting: run.forest).descendant("sample") as? TrainingSample)
        #expect(sample.count >= TrainingSample.capacity / 2 && sample.count <= TrainingSample.capacity)
    }
}
