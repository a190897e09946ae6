import Foundation
import Testing

@testable import SondeDetection

@Suite struct NoiseLevelTests {
    /// At 15 s unless said otherwise.
    private func noise(_ distances: [Double], value: Double = 0, valuesPerDay: Double = 5760) -> NoiseLevel {
        var noise = NoiseLevel(valuesPerDay: valuesPerDay)
        for distance in distances { noise.add(value, distance: distance) }
        return noise
    }

    private func same(_ distance: Double, _ count: Int) -> [Double] { Array(repeating: distance, count: count) }

    @Test func isNeverNothing() {
        #expect(noise([]).level == 1e-9)
        #expect(noise(same(0, 100)).level == 1e-9)
    }

    @Test func isTheMeanDistance() {
        #expect(abs(noise(same(3, 500)).level - 3) < 1e-9)
        #expect(abs(noise([1, 3, 5, 7]).level - 4) < 0.001)
    }

    /// One reading that means "none" must not blind for weeks, wherever it comes.
    @Test(arguments: [0, 1, 4, 20, 59, 100])
    func aMonsterIsForgottenWithinADay(place: Int) {
        var distances = same(3, 5760)
        distances[place] = 2_147_483_647
        #expect(noise(distances).level < 4)
    }

    /// Two thousandths of the values are rounding.
    @Test(arguments: [1000.0, -1000])
    func hairsAreNotSplit(value: Double) {
        #expect(abs(noise(same(0.1, 500), value: value).level - 2) < 1e-9)
        #expect(abs(noise(same(5, 500), value: value).level - 5) < 1e-9)
    }

    /// A week of 10 and five days of 0: of the week's mean, which remembers 672 values, three tenths are left.
    @Test func aQuietDayOfARestlessWeekIsNotQuiet() {
        let level = noise(same(10, 672) + same(0, 480), valuesPerDay: 96).level
        let kept = 1 - 1.0 / 672
        let week = 10 * pow(kept, 480) * (1 - pow(kept, 672)) / (1 - pow(kept, 1152))
        #expect(abs(level - 0.3 * week) < 1e-9, "\(level)")
    }

    @Test func theDayIsFollowedUpwards() {
        let level = noise(same(1, 672) + same(4, 96), valuesPerDay: 96).level
        #expect(level > 2.8 && level < 3.2, "\(level)")
    }

    @Test func aHundredUsualOnesCountUntilTheUsualIsKnown() {
        #expect(abs(noise(same(1, 50) + [1000]).level - 150.0 / 51) < 0.1)
        #expect(abs(noise(same(1, 50) + [90]).level - 140.0 / 51) < 0.1)
    }

    /// One of a thousand counts as five.
    @Test func anOutlierCountsAsFiveUsualOnes() {
        let level = noise(same(1, 2000) + [1000]).level
        #expect(abs(level - 1 - 4.0 / 2000) < 0.001, "\(level)")
    }

    /// Of the day; the week and the size of values take it up whole.
    @Test func evenAMonsterCountsAsFiveUsualOnes() {
        let level = noise(same(1, 2000) + [1e6]).level
        #expect(level < 1.1, "\(level)")
    }

    /// A single sentinel such as 2^32 - 1 among values of 10.
    @Test func aSentinelDoesNotBlind() {
        var noise = noise(same(1, 20_000), value: 10)
        noise.add(4_294_967_295, distance: 4_294_967_285)
        #expect(noise.level < 2, "\(noise.level)")
    }

    /// A value an hour: the memory of a day is 24 values.
    @Test func theOutlierLimitHoldsForSlowSeriesToo() {
        let level = noise(same(1, 200) + [100], valuesPerDay: 24).level
        #expect(level < 1.3, "\(level)")
    }
}
