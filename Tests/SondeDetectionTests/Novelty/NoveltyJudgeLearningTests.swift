import SondeCore
import Testing

@testable import SondeDetection

/// What a judge of single values learns, and what it does after gaps.
@Suite struct NoveltyJudgeLearningTests {
    @Test(arguments: [0, 9] as [UInt64])
    func isFittedAfterFiftyValuesAndAFew(seed: UInt64) {
        var run = JudgeRun(seed: seed)
        let before = run.feed(50 + Int(seed))
        #expect(before.allSatisfy { $0.score == nil && $0.expected == nil })
        #expect(run.judge.isFitted)
        let after = run.next()
        #expect(after.score != nil && after.expected != nil)
    }

    @Test func theForestDoesNotLearnOfAFault() {
        var run = JudgeRun()
        run.feed(49)
        run.feed(200, learns: false)
        #expect(!run.judge.isFitted)
        run.feed(1)
        #expect(run.judge.isFitted)
    }

    @Test func theForestDoesNotLearnAStrangeValue() {
        var run = JudgeRun(seed: 9)
        run.feed(58)
        let strange = run.next(value: 1e6)
        #expect(strange.isStrange)
        #expect(!run.judge.isFitted)
        run.feed(1)
        #expect(run.judge.isFitted)
    }

    /// Two hours of yesterday were a fault.
    @Test func theTimeOfDayDoesNotLearnOfAFault() throws {
        var run = JudgeRun.afterTwoDays
        run.feed(600)
        run.feed(120, offset: 40, learns: false)
        run.feed(1440 - 60)
        let nearest = try #require(run.next(value: 140).nearestDay)
        #expect(nearest < 105, "\(nearest)")
    }

    /// What the next values are compared with, fault or not.
    @Test func theLastValuesAreKnownWhateverIsWrong() {
        var run = JudgeRun.afterTwoDays
        run.feed(60, offset: 40, learns: false)
        let novelty = run.next()
        #expect(abs(novelty.usual - 140) < 2)
        #expect(novelty.noise > 0.8)
    }

    // MARK: Gaps

    /// More than one and a half intervals.
    @Test func aGapIsTold() {
        var run = JudgeRun()
        let first = run.next()
        #expect(first.isAfterGap)
        let second = run.next()
        #expect(!second.isAfterGap)
        run.pause(hours: 0.5 / 60)
        let jitter = run.next()
        #expect(!jitter.isAfterGap)
        run.pause(hours: 0.6 / 60)
        let gap = run.next()
        #expect(gap.isAfterGap)
    }

    /// The medians are those of before the gap: the first three values are compared with the time of day by itself.
    @Test func theFirstThreeAfterAGapAreComparedWithTheTimeOfDay() {
        var steady = JudgeRun.afterTwoDays
        var paused = JudgeRun.afterTwoDays
        paused.pause(hours: 0.25)
        for number in 0..<5 {
            let strangeness = steady.next(value: 103).strangeness
            let afterGap = paused.next(value: 103).strangeness
            #expect((afterGap > 1.3 * strangeness) == (number < 3), "\(number): \(afterGap), \(strangeness)")
        }
    }

    @Test func aGapBeginsAnotherStretchOfStrangeValues() {
        var run = JudgeRun.afterTwoDays
        let before = run.feed(3, offset: 15)
        run.pause(hours: 0.1)
        let after = run.feed(3, offset: 15)
        #expect((before + after).map(\.isMark) == [true, false, false, true, false, false])
    }

    /// From midnight to ten in the morning, when values are other ones on every day.
    @Test func whatIsUsualAtThisTimeIsNoSurpriseAfterAPause() {
        var run = JudgeRun.afterFourDaysAndNights
        run.pause(hours: 34)
        let after = run.feed(60)
        #expect(after.allSatisfy { $0.value > 90 && $0.surprise < 2 && $0.record < 0.5 })
        // What proves a fault is more.
        #expect(after.allSatisfy { $0.strangeness < 10 })
    }

    /// A range of a few values is none.
    @Test func aPauseOfWeeksIsNotStrange() {
        var run = JudgeRun.afterTwoDays
        run.pause(hours: 70 * 24)
        let after = run.feed(50)
        #expect(after.allSatisfy { $0.record == 0 })
        #expect(after.allSatisfy { $0.strangeness < 10 })
    }
}
