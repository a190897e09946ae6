import SondeCore
import Testing

@testable import SondeDetection

/// What a part of a fault looked like, from its probes.
@Suite struct FaultMeasureTests {
    /// Odd probes, and then quiet ones.
    private func measure(_ odd: [Double], quiet: [Double] = []) -> FaultMeasure {
        var measure = FaultMeasure()
        for distance in odd { measure.add(distance: distance, isOdd: true) }
        for distance in quiet { measure.add(distance: distance, isOdd: false) }
        return measure
    }

    private func isNear(_ value: Double, _ expected: Double) -> Bool { abs(value - expected) < 1e-12 }

    @Test func thereIsNoPatternBeforeAnOddProbe() {
        #expect(FaultMeasure().pattern(.slow, nil) == nil)
        #expect(measure([], quiet: [0.1, 0.2]).pattern(.slow, nil) == nil)
    }

    @Test func thePatternNamesTheFault() throws {
        let pattern = try #require(measure([1]).pattern(.slow, .dns))
        #expect(pattern.kind == .slow)
        #expect(pattern.phase == .dns)
        #expect(pattern.share == 1)
        #expect(pattern.probes == 1)
    }

    @Test func theShareIsOfAllProbesOfTheFault() throws {
        var measure = measure([0.8], quiet: [0.2, -0.4])
        measure.add(distance: 1, isOdd: true)
        let pattern = try #require(measure.pattern(.slow, nil))
        #expect(pattern.share == 0.5)
        #expect(pattern.probes == 4)
    }

    /// A fault is held for ten minutes after its last odd probe.
    @Test func quietProbesAfterTheLastOddOneAreNoPartOfIt() {
        let bare = measure([0.7, 0.9])
        let held = measure([0.7, 0.9], quiet: Array(repeating: 0.01, count: 40))
        #expect(held.pattern(.slow, nil) == bare.pattern(.slow, nil))
    }

    /// Three more that spread by a quarter are assumed.
    @Test func ofOneProbeTheSpreadIsAssumed() throws {
        let extreme = try #require(measure([1]).pattern(.slow, nil)).extreme
        #expect(isNear(extreme, 1 + 2 * (3 * 0.0625 / 4).squareRoot()))
    }

    /// The mean of 1 and 3 is 2, and the sum of squares is 2; the quiet one between them is none of them.
    @Test func theExtremeIsTwoDeviationsOverTheMeanOfTheOddOnes() throws {
        var measure = measure([1], quiet: [0])
        measure.add(distance: 3, isOdd: true)
        let extreme = try #require(measure.pattern(.slow, nil)).extreme
        #expect(isNear(extreme, 2 + 2 * ((2 + 0.1875) / 5).squareRoot()))
    }

    /// Of 10,000 that are all as far off, hardly anything is left of what was assumed.
    @Test func theAssumedSpreadIsForgotten() throws {
        let extremes = try [1, 10, 100, 10_000].map { count in
            try #require(measure(Array(repeating: 1.4, count: count)).pattern(.small, nil)).extreme
        }
        #expect(extremes == extremes.sorted(by: >))
        #expect(abs(try #require(extremes.last) - 1.4) < 0.01)
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
