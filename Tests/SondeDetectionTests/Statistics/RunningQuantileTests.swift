import Testing

@testable import SondeDetection

@Suite struct RunningQuantileTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var share: Double
        /// Of the standard normal distribution.
        var truth: Double
        var tolerance: Double
        var testDescription: String { "\(share * 100) %" }
    }

    @Test(arguments: [
        Case(share: 0.99, truth: 2.3263, tolerance: 0.25), Case(share: 0.01, truth: -2.3263, tolerance: 0.25),
        Case(share: 0.5, truth: 0, tolerance: 0.1),
    ])
    func settlesAtTheQuantileOfANormalStream(_ example: Case) {
        var random = SplitMix(state: 1)
        var quantile = RunningQuantile(example.share)
        for _ in 0..<20_000 { quantile.add(10 * random.normal(), spread: 10) }
        #expect(abs(quantile.estimate / 10 - example.truth) < example.tolerance, "\(quantile.estimate / 10)")
        let values = (0..<20_000).map { _ in 10 * random.normal() }
        let share = Double(values.count { $0 <= quantile.estimate }) / Double(values.count)
        #expect(abs(share - example.share) < 0.5 * Swift.min(example.share, 1 - example.share), "\(share)")
    }

    @Test func followsAShiftOfTheStream() {
        var random = SplitMix(state: 2)
        var quantile = RunningQuantile(0.99)
        for _ in 0..<20_000 { quantile.add(random.normal(), spread: 1) }
        for _ in 0..<5000 { quantile.add(5 + random.normal(), spread: 1) }
        #expect(abs(quantile.estimate - 7.3263) < 0.4, "\(quantile.estimate)")
    }

    /// From 0 the first values lead, later ones hardly move it.
    @Test func aSingleValueMovesASettledEstimateLittle() {
        var random = SplitMix(state: 3)
        var quantile = RunningQuantile(0.99)
        for _ in 0..<20_000 { quantile.add(random.normal(), spread: 1) }
        let before = quantile.estimate
        quantile.add(1e9, spread: 1)
        #expect(quantile.estimate > before)
        #expect(quantile.estimate - before < 0.02)
    }

    /// A known quantile counts for a hundred values: the next moves it by 5 / 101 of the spread, times 0.9 / 0.6.
    @Test func goesOnFromAKnownQuantile() {
        var quantile = RunningQuantile(0.9)
        quantile.start(at: 5)
        #expect(quantile.estimate == 5)
        quantile.add(100, spread: 1)
        #expect(abs(quantile.estimate - 5 - 5.0 / 101 * 0.9 / 0.6) < 1e-12)
        quantile.start(at: 5)
        quantile.add(-100, spread: 1)
        #expect(abs(quantile.estimate - 5 + 5.0 / 101 * 0.1 / 0.6) < 1e-12)
    }

    @Test(arguments: [0.0005, 0.002, 0.01])
    func theSettledRateIsThatOfItsOwner(rate: Double) {
        var quantile = RunningQuantile(0.5, settledRate: rate)
        for number in 0..<20_000 { quantile.add(number.isMultiple(of: 2) ? 1 : -1, spread: 1) }
        let before = quantile.estimate
        quantile.add(9, spread: 1)
        #expect(abs(quantile.estimate - before - rate * 0.5) < 1e-12)
    }
}
