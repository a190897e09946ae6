import Testing

@testable import SondeDetection

/// What is expected, from what is usual.
@Suite struct NoveltyTests {
    private func expected(nearestDay: Double?, score: Double? = 0.1) -> ClosedRange<Double>? {
        var novelty = Novelty(value: 100)
        novelty.score = score
        novelty.noise = 0.5
        novelty.usual = 10
        novelty.nearestDay = nearestDay
        return novelty.expected
    }

    @Test func itReachesFourUsualDistancesBeyondTheLastAndTheNearestDay() {
        #expect(expected(nearestDay: 14) == 8...16)
        #expect(expected(nearestDay: 5) == 3...12)
    }

    @Test func withoutAPastDayItIsAboutTheLast() {
        #expect(expected(nearestDay: nil) == 8...12)
    }

    @Test func beforeTheFirstForestNothingIs() {
        #expect(expected(nearestDay: 14, score: nil) == nil)
    }
}
