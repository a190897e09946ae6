import SondeCore
import Testing

@testable import SondeDetection

/// The nearest of what was measured around a time of day on the last seven days.
@Suite struct NearestDayTests {
    /// A profile that is fed one value a quarter of an hour.
    private struct Days {
        var profile = SeasonalProfile(interval: .seconds(15))

        mutating func move(day: Int, slot: Int) {
            profile.move(to: .monday.advanced(by: .seconds(86_400 * day + 900 * slot)))
        }

        mutating func learn(day: Int, _ value: (Int) -> Double) {
            for slot in 0..<96 {
                move(day: day, slot: slot)
                profile.learn(value(slot))
            }
        }

        mutating func nearest(to value: Double, day: Int, slot: Int) -> Double? {
            move(day: day, slot: slot)
            return profile.nearest(to: value)
        }
    }

    @Test func isNilBeforeAnyDayIsKnown() {
        var days = Days()
        #expect(days.profile.nearest(to: 5) == nil)
        #expect(days.nearest(to: 5, day: 0, slot: 40) == nil)
        days.learn(day: 0) { _ in 5 }
        // The present day is not a past one.
        #expect(days.profile.nearest(to: 5) == nil)
        #expect(days.nearest(to: 6, day: 1, slot: 40) == 5)
    }

    @Test func isTheNearestOfTheLastSevenDays() {
        var days = Days()
        for day in 0..<8 { days.learn(day: day) { _ in Double(10 * (day + 1)) } }
        for (value, nearest) in [(0.0, 20.0), (34, 30), (36, 40), (60, 60), (1000, 80)] {
            #expect(days.nearest(to: value, day: 8, slot: 40) == nearest, "\(value)")
        }
    }

    /// A rise that comes a quarter of an hour earlier or later is the same one.
    @Test func theSlotsBesideItCount() {
        var days = Days()
        days.learn(day: 0) { Double(10 * $0) }
        for (value, nearest) in [(0.0, 390.0), (391, 390), (399, 400), (409, 410), (1000, 410)] {
            #expect(days.nearest(to: value, day: 1, slot: 40) == nearest, "\(value)")
        }
    }

    @Test(arguments: [(0, 0.0), (95, 950)])
    func theFirstAndTheLastSlotHaveOneBesideThem(slot: Int, value: Double) {
        var days = Days()
        days.learn(day: 0) { Double(10 * $0) }
        #expect(days.nearest(to: value, day: 1, slot: slot) == value)
        #expect(days.nearest(to: 475, day: 1, slot: slot) == (slot == 0 ? 10 : 940))
    }

    @Test func whatIsOlderThanAWeekIsForgotten() {
        var days = Days()
        days.learn(day: 0) { _ in 5 }
        #expect(days.nearest(to: 5, day: 7, slot: 40) == 5)
        #expect(days.nearest(to: 5, day: 8, slot: 40) == nil)
    }
}
