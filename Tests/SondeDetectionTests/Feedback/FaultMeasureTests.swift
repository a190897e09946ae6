import SondeCore
import Testing

@testable import SondeDetection

/// What a fault looked like, from its probes.
@Suite struct FaultMeasureTests {
    /// Odd probes, and then quiet ones.
    private func measure(_ odd: [Double], quiet: [Double] = []) -> FaultMeasure {
        var measure = FaultMeasure()
        for distance in odd { measure.add(distance: distance, isOdd: true) }
        for distance in quiet { measure.add(distance: distance, isOdd: false) }
        return measure
    }

    @Test func thereIsNoPatternBeforeAnOddProbe() {
        #expect(FaultMeasure().pattern(.slow, nil) == nil)
        #expect(measure([], quiet: [0.1, 0.2]).pattern(.slow, nil) == nil)
    }

    @Test func thePatternNamesTheFault() throws {
        let pattern = try #require(measure([1]).pattern(.slow, .dns))
        #expect(pattern == FaultPattern(kind: .slow, phase: .dns, share: 1, extreme: 1, mean: 1))
    }

    @Test func theShareAndTheMeanAreOfAllProbesOfTheFault() throws {
        var measure = measure([0.8], quiet: [0.2, -0.4])
        measure.add(distance: 1, isOdd: true)
        let pattern = try #require(measure.pattern(.slow, nil))
        #expect(pattern.share == 0.5)
        #expect(abs(pattern.mean - 0.4) < 1e-12)
    }

    /// A fault is held for ten minutes after its last odd probe.
    @Test func quietProbesAfterTheLastOddOneAreNoPartOfIt() {
        let bare = measure([0.7, 0.9])
        let held = measure([0.7, 0.9], quiet: Array(repeating: 0.01, count: 40))
        #expect(held.pattern(.slow, nil) == bare.pattern(.slow, nil))
    }

    /// The mean of 1 and 3 is 2, and their standard deviation is 1.
    @Test func theExtremeIsTwoDeviationsOverTheMeanOfTheOddOnes() throws {
        var measure = measure([1])
        measure.add(distance: 0, isOdd: false)
        measure.add(distance: 3, isOdd: true)
        let extreme = try #require(measure.pattern(.slow, nil)).extreme
        #expect(abs(extreme - 4) < 1e-12)
    }

    @Test func oddProbesThatAreAllAsFarOffHaveNoSpread() throws {
        let pattern = try #require(measure(Array(repeating: 1.4, count: 100)).pattern(.small, nil))
        #expect(abs(pattern.extreme - 1.4) < 1e-9)
        #expect(abs(pattern.mean - 1.4) < 1e-9)
    }

    @Test func itGoesOnWhereItWasSaved() {
        var whole = measure([0.7, 1.1], quiet: [0.1])
        var writer = StateCoder()
        writer.exchange(&whole)
        var restored = FaultMeasure()
        var reader = StateCoder(reading: writer.bytes)
        reader.exchange(&restored)
        #expect(reader.isComplete)
        #expect(restored == whole)
        whole.add(distance: 0.9, isOdd: true)
        restored.add(distance: 0.9, isOdd: true)
        #expect(restored.pattern(.slow, nil) == whole.pattern(.slow, nil))
    }
}
