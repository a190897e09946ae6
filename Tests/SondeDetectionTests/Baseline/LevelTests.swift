import Testing

@testable import SondeDetection

@Suite struct LevelTests {
    private func level(_ values: [Double], memory: Double = 1000) -> Level {
        var level = Level(memory: memory)
        for value in values { level.add(value, deviation: 1) }
        return level
    }

    @Test func isTheMeanOfItsFirstValues() {
        #expect(abs(level([1, 2, 6]).value - 3) < 1e-12)
        // A first value that is far off is no outlier: nothing is known yet.
        #expect(abs(level([1000, 0]).value - 500) < 1e-9)
    }

    @Test func afterThatItForgets() {
        let value = level(Array(repeating: 0, count: 100) + Array(repeating: 1, count: 50), memory: 50).value
        #expect(abs(value - (1 - 0.36417)) < 1e-4, "\(value)")
    }

    /// An outlier counts as three deviations.
    @Test(arguments: [1e9, -1e9])
    func outliersAreLimited(outlier: Double) {
        let value = level(Array(repeating: 5, count: 99) + [outlier]).value
        #expect(abs(value - (5 + (outlier > 0 ? 0.03 : -0.03))) < 1e-9, "\(value)")
    }

    @Test func startsAtTheFirstValue() {
        var level = Level(memory: 100)
        #expect(level.isEmpty)
        level.start(at: 7)
        #expect(!level.isEmpty)
        #expect(level.value == 7)
        // The start counts as a value.
        level.add(9, deviation: 1)
        #expect(level.value == 8)
    }

    @Test func aResetForgetsEverything() {
        var level = level([1, 2, 3])
        level.reset()
        #expect(level == Level(memory: 1000))
        #expect(level.isEmpty)
    }
}
