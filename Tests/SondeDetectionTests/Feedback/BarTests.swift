import SondeCore
import Testing

@testable import SondeDetection

/// How far beyond what was called no fault the next one must be.
@Suite struct BarTests {
    private func pattern(share: Double, extreme: Double, mean: Double) -> FaultPattern {
        FaultPattern(kind: .slow, share: share, extreme: extreme, mean: mean)
    }

    private func isNear(_ value: Double, _ expected: Double) -> Bool { abs(value - expected) < 1e-12 }

    @Test func withoutAPatternNothingIsUsual() {
        let bar = Bar([])
        #expect(bar == Bar())
        #expect(bar.distance == 0 && bar.share == 0 && bar.mean == 0)
        #expect(bar.allowsCounting)
    }

    @Test func eachFigureHasAMargin() {
        let bar = Bar([pattern(share: 0.3, extreme: 1, mean: 0.5)])
        #expect(isNear(bar.distance, 1.1))
        #expect(isNear(bar.share, 0.39))
        #expect(isNear(bar.mean, 0.6))
    }

    /// Many a little off, and few far off: both were called no fault.
    @Test func eachFigureIsBeyondAllPatterns() {
        let many = pattern(share: 1, extreme: 0.5, mean: 0.4)
        let few = pattern(share: 0.2, extreme: 2, mean: 0.3)
        let bar = Bar([many, few])
        #expect(isNear(bar.distance, 2.2))
        #expect(isNear(bar.share, 1.3))
        #expect(isNear(bar.mean, 0.48))
        #expect(bar == Bar([few, many]))
    }

    /// Where 46 of 100 were odd, 60 of 100 are clearly more; where 47 were, nothing is.
    @Test(arguments: [(0.0, true), (0.3, true), (0.46, true), (0.47, false), (1, false)])
    func oddProbesAreCountedWhereMoreOfThemCanBeWorse(_ share: Double, _ allowsCounting: Bool) {
        #expect(Bar([pattern(share: share, extreme: 1, mean: 0.5)]).allowsCounting == allowsCounting)
    }
}
