import Foundation
import SondeCore

@testable import SondeDetection

/// A number with noise of 1 before a judge of single values, one a minute, reproducible.
struct JudgeRun: Sendable {
    var judge: NoveltyJudge
    /// The time of the newest value.
    private(set) var time = Timestamp.monday.later(hours: -1.0 / 60)
    private var random = SplitMix(state: 9)
    /// What is usual at a time, without the noise.
    private let truth: @Sendable (Timestamp) -> Double

    init(seed: UInt64 = 0, truth: @escaping @Sendable (Timestamp) -> Double = { _ in 100 }) {
        judge = NoveltyJudge(settings: AnomalySettings(), interval: .seconds(60), seed: seed, isSeries: true)
        self.truth = truth
    }

    /// After two quiet days about 100.
    static let afterTwoDays: JudgeRun = {
        var run = JudgeRun()
        run.feed(2880)
        return run
    }()

    /// 100 from 8:00 to 20:00, 0 at night; four days.
    static let afterFourDaysAndNights: JudgeRun = {
        var run = JudgeRun { (8..<20).contains($0.seconds.truncatingRemainder(dividingBy: 86_400) / 3600) ? 100 : 0 }
        run.feed(4 * 1440)
        return run
    }()

    /// Judges the next value, the usual one and `offset`.
    @discardableResult
    mutating func next(offset: Double = 0, learns: Bool = true) -> Novelty {
        time = time.advanced(by: .seconds(60))
        return judge.judge(truth(time) + offset + random.normal(), at: time, learns: learns)
    }

    /// Judges a value as it is, without noise.
    mutating func next(value: Double, learns: Bool = true) -> Novelty {
        time = time.advanced(by: .seconds(60))
        return judge.judge(value, at: time, learns: learns)
    }

    @discardableResult
    mutating func feed(_ count: Int, offset: Double = 0, learns: Bool = true) -> [Novelty] {
        (0..<count).map { _ in next(offset: offset, learns: learns) }
    }

    /// Lets time pass without values.
    mutating func pause(hours: Double) { time = time.later(hours: hours) }
}
