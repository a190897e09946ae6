import SondeCore
import Testing

@testable import SondeDetection

/// Which single values are strange.
@Suite struct NoveltyJudgeTests {
    @Test(arguments: [12.0, -12])
    func aSpikeAndADropAreMarked(offset: Double) {
        var run = JudgeRun.afterTwoDays
        let novelty = run.next(value: 100 + offset)
        #expect(novelty.isStrange && novelty.isMark && !novelty.isAfterGap)
        #expect(novelty.surprise > 3 && novelty.strangeness > 6, "\(novelty)")
        #expect(novelty.score.map { $0 < 0 } == true)
        #expect(abs(novelty.usual - 100) < 1)
        #expect(novelty.nearestDay.map { abs($0 - 100) < 1 } == true)
        #expect(novelty.noise > 0.7 && novelty.noise < 1.2, "\(novelty.noise)")
        #expect(novelty.record > 0.5 && novelty.record < 2, "\(novelty.record)")
        #expect(novelty.expected?.contains(100) == true && novelty.expected?.contains(100 + offset) == false)
    }

    /// At most a few of two days are stranger than what is seen every few hundred values.
    @Test func marksOfQuietTimesAreRare() {
        var run = JudgeRun.afterTwoDays
        let novelties = run.feed(2880)
        let marks = novelties.count(where: \.isMark)
        #expect(marks <= 10, "\(marks)")
        let surprising = novelties.count { $0.surprise > 2.5 }
        #expect(surprising <= 20, "\(surprising)")
        #expect(novelties.contains { $0.surprise > 1 })
    }

    @Test func onlyTheFirstOfAStretchIsMarked() {
        var run = JudgeRun.afterTwoDays
        let novelties = run.feed(4, offset: 12)
        #expect(novelties.map(\.isStrange) == [true, true, true, true])
        #expect(novelties.map(\.isMark) == [true, false, false, false])
    }

    // MARK: The time of day

    /// 3:00, where it was 0 on four days; at 15:00 it is 100 every day.
    @Test func aValueOfTheDayIsStrangeAtNight() {
        var night = JudgeRun.afterFourDaysAndNights
        night.feed(180)
        let odd = night.next(offset: 100)
        #expect(odd.isMark)
        #expect(odd.surprise > 2, "\(odd)")
        #expect(odd.record == 0)
        #expect(odd.nearestDay.map { abs($0) < 2 } == true)
        var day = JudgeRun.afterFourDaysAndNights
        day.feed(900)
        let usual = day.next(value: odd.value)
        #expect(!usual.isStrange)
        #expect(usual.surprise < 1.5, "\(usual)")
    }

    @Test func theStepThatComesEveryMorningIsNoSurprise() {
        var run = JudgeRun.afterFourDaysAndNights
        run.feed(470)
        let morning = run.feed(40)
        #expect(morning.count { $0.value > 90 } == 30)
        #expect(morning.allSatisfy { $0.surprise < 2 })
        // What proves a fault is more.
        #expect(morning.allSatisfy { $0.strangeness < 10 })
    }

    // MARK: Surprise

    /// The mark is judged by strangeness; what was as strange an hour ago is no news.
    @Test func theSameAgainWithinADayIsMarkedButNoSurprise() {
        var run = JudgeRun.afterTwoDays
        let first = run.next(value: 112)
        run.feed(60)
        let again = run.next(value: 112)
        #expect(first.surprise > 3)
        #expect(again.surprise <= 2 && again.isMark, "\(again)")
        run.feed(3 * 1440)
        let late = run.next(value: 118)
        #expect(late.surprise > 3)
    }

    /// What the forest says beyond 0.6 adds up to what the tails say; without it nothing else is different.
    @Test func theForestAddsToStrangeness() {
        var with = JudgeRun()
        var without = JudgeRun()
        with.feed(1000)
        without.feed(1000, learns: false)
        let spike = with.next(value: 140)
        let plain = without.next(value: 140)
        #expect(spike.score != nil && plain.score == nil)
        #expect(spike.surprise == plain.surprise)
        #expect(spike.strangeness > plain.strangeness + 1, "\(spike.strangeness), \(plain.strangeness)")
        let usual = with.next(value: 100)
        let plainUsual = without.next(value: 100)
        #expect(usual.strangeness == plainUsual.strangeness)
    }

    // MARK: What it may know

    @Test func whatComesLaterChangesNothing() {
        var whole = JudgeRun()
        let novelties = whole.feed(1200)
        var prefix = JudgeRun()
        #expect(prefix.feed(700) == Array(novelties.prefix(700)))
        prefix.feed(300, offset: 50)
        #expect(prefix.feed(1) != [novelties[1000]])
    }

    @Test func theSameSeedGivesTheSameVerdicts() {
        var first = JudgeRun(seed: 4)
        var second = JudgeRun(seed: 4)
        var other = JudgeRun(seed: 14)
        let novelties = first.feed(500)
        #expect(novelties == second.feed(500))
        #expect(novelties != other.feed(500))
    }
}
