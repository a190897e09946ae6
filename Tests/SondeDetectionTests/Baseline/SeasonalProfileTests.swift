import SondeCore
import Testing

@testable import SondeDetection

@Suite struct SeasonalProfileTests {
    /// A profile that is fed one value a slot; days are counted from `origin`.
    private struct Days {
        var profile: SeasonalProfile
        let origin: Int
        let slots: Int

        init(origin: Int = 20_000, slots: Int = 96) {
            self.origin = origin
            self.slots = slots
            profile = SeasonalProfile(interval: slots == 96 ? .seconds(15) : .seconds(86_400 / slots))
        }

        mutating func move(day: Int, slot: Int) {
            let second = (origin + day) * 86_400 + slot * (86_400 / slots)
            profile.move(to: Timestamp(microseconds: Int64(second) * 1_000_000))
        }

        mutating func learn(_ value: Double, day: Int, slots range: Range<Int>? = nil) {
            for slot in range ?? 0..<slots {
                move(day: day, slot: slot)
                profile.learn(value)
            }
        }

        mutating func references(day: Int, slot: Int) -> SeasonalProfile.References {
            move(day: day, slot: slot)
            return profile.references
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var origin = 20_000
        var slots = 96
    }

    private static let cases = [
        Case(testDescription: "quarters of an hour"), Case(testDescription: "an interval of an hour", slots: 24),
        Case(testDescription: "across 1970", origin: -4), Case(testDescription: "before 1970", origin: -1000),
    ]

    /// Days 0 to 7 have the values 10, 20, ... 80.
    @Test(arguments: cases)
    func tellsYesterdayTheDayAWeekAgoAndTheMedian(_ example: Case) {
        var days = Days(origin: example.origin, slots: example.slots)
        for day in 0..<8 { days.learn(Double(10 * (day + 1)), day: day) }
        let found = days.references(day: 8, slot: example.slots / 2)
        #expect(found == .init(yesterday: 80, weekAgo: 20, median: 50))
    }

    /// Unsorted days, so that the median is not simply the middle one.
    @Test func theMedianIsOfValues() {
        var days = Days()
        for (day, (value, median)) in [(5.0, 5.0), (1, 3), (9, 5), (2, 3.5)].enumerated() {
            days.learn(value, day: day)
            #expect(days.references(day: day + 1, slot: 40).median == median)
        }
    }

    @Test func aSlotIsTheMeanOfItsValues() {
        var days = Days()
        days.move(day: 0, slot: 40)
        for value in [1.0, 2, 6] { days.profile.learn(value) }
        days.learn(3, day: 0, slots: 41..<44)
        #expect(days.references(day: 1, slot: 40).yesterday == 3)
    }

    /// An impulse of 9 spreads as 1, 2, 3, 2, 1.
    @Test(arguments: cases)
    func smoothsOverNeighbours(_ example: Case) {
        var days = Days(origin: example.origin, slots: example.slots)
        days.learn(0, day: 0, slots: 0..<10)
        days.learn(9, day: 0, slots: 10..<11)
        days.learn(0, day: 0, slots: 11..<example.slots)
        for (slot, value) in zip(7...13, [0.0, 1, 2, 3, 2, 1, 0]) {
            #expect(days.references(day: 1, slot: slot).yesterday == value, "slot \(slot)")
        }
    }

    @Test(arguments: cases)
    func neighboursReachOverMidnight(_ example: Case) {
        var days = Days(origin: example.origin, slots: example.slots)
        let last = example.slots - 1
        days.learn(0, day: 0, slots: 0..<last)
        days.learn(9, day: 0, slots: last..<last + 1)
        days.learn(0, day: 1)
        for (slot, value) in zip([0, 1, 2], [2.0, 1, 0]) {
            #expect(days.references(day: 2, slot: slot).yesterday == value, "slot \(slot)")
        }
    }

    /// One known slot in the middle is enough, one at the edge is not.
    @Test func tooFewNeighboursSayNothing() {
        var days = Days()
        days.learn(9, day: 0, slots: 10..<11)
        for slot in [8, 9, 11, 12] { #expect(days.references(day: 1, slot: slot).median == nil, "slot \(slot)") }
        #expect(days.references(day: 1, slot: 10).median == 9)
    }

    /// Whatever is measured today, nothing of the last 23 hours is among the references.
    @Test func thePresentDayIsNeverItsOwnReference() {
        var days = Days()
        days.learn(10, day: 0)
        for slot in 0..<94 {
            #expect(days.references(day: 1, slot: slot) == .init(yesterday: 10, weekAgo: nil, median: 10))
            days.profile.learn(1000)
            #expect(days.profile.references.median == 10)
        }
    }

    @Test func theFirstDayHasNoReferences() {
        var days = Days()
        for slot in 0..<95 {
            #expect(days.references(day: 0, slot: slot) == .init())
            days.profile.learn(10)
        }
    }

    /// Yesterday's last slots reach into the first ones of today, even where nothing of yesterday is known.
    @Test func theFirstDaysLastSlotHasNoReferences() {
        var days = Days()
        days.learn(10, day: 0, slots: 0..<95)
        let found = days.references(day: 0, slot: 95)
        #expect(found == .init())
    }

    @Test func aDayWithoutDataLeavesNothing() {
        var days = Days()
        days.learn(10, day: 0)
        #expect(days.references(day: 2, slot: 40) == .init(yesterday: nil, weekAgo: nil, median: 10))
        #expect(days.references(day: 7, slot: 40) == .init(yesterday: nil, weekAgo: 10, median: 10))
    }

    /// The days are kept in a ring: after a pause it must not show what was there before.
    @Test(arguments: [8, 9, 15, 16, 17, 1000])
    func afterAPauseNothingIsKnown(pause: Int) {
        var days = Days()
        for day in -7...0 { days.learn(10, day: day) }
        #expect(days.references(day: pause, slot: 40) == .init())
        days.learn(20, day: pause)
        let next = days.references(day: pause + 1, slot: 40)
        #expect(next == .init(yesterday: 20, weekAgo: nil, median: 20))
    }

    @Test func droppedValuesAreNotLearned() {
        var days = Days()
        days.learn(10, day: 0, slots: 0..<40)
        days.move(day: 0, slot: 40)
        days.profile.learn(1000)
        days.profile.drop()
        days.learn(10, day: 0, slots: 41..<96)
        #expect(days.references(day: 1, slot: 40).yesterday == 10)
    }

    /// After a fault the rest of its slot is learned.
    @Test func whatFollowsADropIsLearned() {
        var days = Days()
        days.move(day: 0, slot: 40)
        days.profile.learn(1000)
        days.profile.drop()
        days.profile.learn(10)
        #expect(days.references(day: 1, slot: 40).yesterday == 10)
    }

    @Test func aClockSetBackAnHourOverwritesTheHour() {
        var days = Days()
        days.learn(10, day: 0)
        days.learn(1000, day: 1, slots: 0..<60)
        #expect(days.references(day: 1, slot: 50).yesterday == 10)
        days.learn(20, day: 1, slots: 50..<96)
        #expect(days.references(day: 2, slot: 55).yesterday == 20)
    }

    /// Days that are now to come are kept where days of the last week should be.
    @Test func aClockSetBackADayDoesNotKnowTheFuture() {
        var days = Days()
        days.learn(10, day: 0)
        days.learn(1000, day: 1)
        let found = days.references(day: 0, slot: 40)
        #expect(found.weekAgo == nil)
    }

    /// Yesterday is again the day before.
    @Test(arguments: [1, 2, 6, 100])
    func aClockSetBackSomeDaysGoesOn(back: Int) {
        var days = Days()
        for day in 0..<4 { days.learn(Double(10 * (day + 1)), day: day) }
        let day = 3 - back
        let expected = day > 0 ? Double(10 * day) : nil
        #expect(days.references(day: day, slot: 40).yesterday == expected)
        days.learn(7, day: day)
        days.learn(8, day: day + 1)
        #expect(days.references(day: day + 1, slot: 95).yesterday == 7)
    }
}
