import Testing

@testable import SondeDetection

@Suite struct BernoulliCusumTests {
    /// For a fault rate of 0.8 beside 0.01, an event adds ln 80 and any other step ln(0.2 / 0.99).
    private let event = 4.382026634673881
    private let other = -1.599387576580599

    private func sum(_ steps: [Bool], faultRate: Double = 0.8, usualRate: Double = 0.01) -> Double {
        var cusum = BernoulliCusum(faultRate: faultRate)
        for step in steps { cusum.add(step, usualRate: usualRate) }
        return cusum.sum
    }

    @Test func addsUpTheLogarithmsOfLikelihoodRatios() {
        #expect(sum([]) == 0)
        #expect(abs(sum([true]) - event) < 1e-12)
        #expect(abs(sum([true, false, true]) - (2 * event + other)) < 1e-12)
    }

    @Test func isNeverBelowZero() {
        #expect(sum(Array(repeating: false, count: 50)) == 0)
        #expect(sum([true, false, false, false]) == 0)
        #expect(abs(sum([false, false, true]) - event) < 1e-12)
    }

    @Test func isLimited() {
        #expect(sum(Array(repeating: true, count: 9)) < 40)
        #expect(sum(Array(repeating: true, count: 10)) == 40)
        #expect(abs(sum(Array(repeating: true, count: 1000) + [false]) - (40 + other)) < 1e-12)
    }

    /// Where the usual rate is near that of a fault, an event still counts as three times as likely: ln 3.
    @Test(arguments: [0.1, 0.2, 0.3, 0.9])
    func aHighUsualRateCountsAsAThirdOfTheFaults(usualRate: Double) {
        #expect(abs(sum([true], faultRate: 0.3, usualRate: usualRate) - 1.0986122886681098) < 1e-12)
    }

    @Test func isZeroAfterAReset() {
        var cusum = BernoulliCusum(faultRate: 0.8)
        cusum.add(true, usualRate: 0.01)
        cusum.reset()
        #expect(cusum == BernoulliCusum(faultRate: 0.8))
    }
}
