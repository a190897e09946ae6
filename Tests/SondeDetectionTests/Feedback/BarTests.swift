import SondeCore
import Testing

@testable import SondeDetection

/// How far beyond what was called no fault the next one must be.
@Suite struct BarTests {
    private func pattern(share: Double, extreme: Double = 1, probes: Int = 0) -> FaultPattern {
        FaultPattern(kind: .slow, share: share, extreme: extreme, probes: probes)
    }

    private func isNear(_ value: Double, _ expected: Double) -> Bool { abs(value - expected) < 1e-12 }

    @Test func withoutAPatternNothingIsUsual() {
        let bar = Bar([])
        #expect(bar == Bar())
        #expect(bar.distance == 0 && bar.share == 0 && bar.probes == 0)
        #expect(bar.allowsCounting)
        #expect(Bars().probes == nil)
    }

    @Test func eachFigureHasAMargin() {
        let bar = Bar([pattern(share: 0.3, extreme: 1, probes: 400)])
        #expect(isNear(bar.distance, 1.1))
        #expect(isNear(bar.share, 0.39))
        #expect(bar.probes == 600)
    }

    /// Many a little off, and few far off for long: both were called no fault.
    @Test func eachFigureIsBeyondAllPatterns() {
        let many = pattern(share: 1, extreme: 0.5, probes: 40)
        let few = pattern(share: 0.2, extreme: 2, probes: 1000)
        let bar = Bar([many, few])
        #expect(isNear(bar.distance, 2.2))
        #expect(isNear(bar.share, 1.3))
        #expect(bar.probes == 1500)
        #expect(bar == Bar([few, many]))
    }

    /// An hour at 15 s is never too long.
    @Test(arguments: [(0, 240), (5, 240), (160, 240), (161, 241), (240, 360)])
    func itMayLastHalfAsLongAgain(_ probes: Int, _ most: Int) {
        #expect(Bar([pattern(share: 1, probes: probes)]).probes == most)
    }

    /// Of a channel, whichever direction may last longer.
    @Test func bothDirectionsOfAChannelCountTogether() {
        let short = Bar([pattern(share: 1, probes: 5)])
        let long = Bar([pattern(share: 1, probes: 400)])
        #expect(Bars(high: short).probes == 240)
        #expect(Bars(high: short, low: long).probes == 600)
        #expect(Bars(high: long, low: short).probes == 600)
    }

    /// Where 34 of 100 were odd, 45 of 100 are clearly more; where 35 were, nothing is.
    @Test(arguments: [(0.0, true), (0.3, true), (0.34, true), (0.35, false), (1, false)])
    func oddProbesAreCountedWhereMoreOfThemCanBeWorse(_ share: Double, _ allowsCounting: Bool) {
        #expect(Bar([pattern(share: share)]).allowsCounting == allowsCounting)
    }
}
