import SondeCore
import Testing

@testable import SondeDetection

/// What comes back at the same time of day is told twice, and is how the API is from then on.
@Suite struct RecurringFaultTests {
    private static let day = 5760

    /// The faults of each day on which 25 minutes are slower, from five hours after its begin.
    private func faults(ofDays days: Int, _ api: inout TestAPI, factor: (Int) -> Double) -> [Int] {
        (0..<days).map { day in
            var began: Set<Timestamp> = []
            for probe in 0..<Self.day {
                let isSlow = (1200..<1300).contains(probe)
                if let fault = api.probe(factor: isSlow ? factor(day) : 1).fault { began.insert(fault.began) }
            }
            return began.count
        }
    }

    @Test func aJobOfEachNightIsToldTwice() {
        var api = TestAPI.afterTwoDays
        #expect(faults(ofDays: 5, &api) { _ in 2 } == [1, 1, 0, 0, 0])
        // One that is far worse is none of the habit.
        #expect(faults(ofDays: 1, &api) { _ in 6 } == [1])
    }

    @Test func faultsAtOtherTimesAreToldEach() {
        var api = TestAPI.afterTwoDays
        for hour in [2, 9, 15, 20] {
            var isTold = false
            for probe in 0..<Self.day {
                let isSlow = (240 * hour..<240 * hour + 100).contains(probe)
                if api.probe(factor: isSlow ? 2 : 1).fault != nil { isTold = true }
            }
            #expect(isTold)
        }
    }
}

@Suite struct RecurringOdditiesTests {
    private static let day: Duration = .seconds(86_400)

    /// Odd values for half an hour from midday, on the given days.
    private func oddities(on days: [Int], values: Int = 60) -> RecurringOddities {
        var oddities = RecurringOddities(valuesPerHour: 240)
        for day in days {
            for value in 0..<2 * values {
                let time = Timestamp.monday.advanced(by: Self.day * day + .seconds(43_200 + value * 900 / values))
                oddities.move(to: time)
                oddities.add(1, at: time)
            }
        }
        return oddities
    }

    private func references(_ oddities: RecurringOddities, day: Int, minute: Int = 725) -> Int {
        var oddities = oddities
        oddities.move(to: Timestamp.monday.advanced(by: Self.day * day + .seconds(minute * 60)))
        return oddities.references.count
    }

    @Test func onceIsNoHabitAndTwiceIs() {
        #expect(references(oddities(on: [0]), day: 1) == 0)
        #expect(references(oddities(on: [0, 1]), day: 2) > 0)
        #expect(references(oddities(on: [0, 3]), day: 6) > 0)
        #expect(references(oddities(on: [0, 1]), day: 9) == 0)
    }

    @Test func onceAWeekAgoIsEnough() {
        #expect(references(oddities(on: [0]), day: 7) > 0)
        #expect(references(oddities(on: [0]), day: 6) == 0)
        #expect(references(oddities(on: [0]), day: 8) == 0)
    }

    @Test func itMayComeAQuarterOfAnHourLater() {
        let twice = oddities(on: [0, 1])
        #expect(references(twice, day: 2, minute: 706) > 0)
        #expect(references(twice, day: 2, minute: 760) > 0)
        #expect(references(twice, day: 2, minute: 700) == 0)
        #expect(references(twice, day: 2, minute: 770) == 0)
    }

    /// Isolated slow probes are none either.
    @Test func aFewValuesAreNoHabit() {
        #expect(references(oddities(on: [0, 1], values: 2), day: 2) == 0)
    }

    @Test func aHabitIsKnownForAsLongAsItIsKeptUp() {
        var habit = oddities(on: [0, 1])
        for day in 2..<12 {
            for value in 0..<60 {
                let time = Timestamp.monday.advanced(by: Self.day * day + .seconds(43_200 + value * 15))
                habit.move(to: time)
                #expect(!habit.references.isEmpty)
                habit.renew(1, at: time)
            }
        }
        #expect(references(habit, day: 12) > 0)
        // And no longer: what is renewed spreads to no other quarter of an hour.
        #expect(references(habit, day: 12, minute: 755) == 0)
    }
}
