import Testing

@testable import SondeDetection

/// How long many of the last 20 have been odd.
@Suite struct OddSpellTests {
    private func spell(_ odd: [Bool]) -> OddSpell {
        var spell = OddSpell(least: 10)
        for isOdd in odd { spell.add(isOdd) }
        return spell
    }

    private func some(_ isOdd: Bool, _ count: Int) -> [Bool] { Array(repeating: isOdd, count: count) }

    @Test(arguments: [(0, 0, 0), (1, 0, 1), (20, 0, 20), (50, 0, 20), (50, 5, 15), (3, 17, 3), (3, 18, 2), (50, 20, 0)])
    func itCountsTheOddOnesOfTheLastTwenty(_ odd: Int, _ quiet: Int, _ count: Int) {
        #expect(spell(some(true, odd) + some(false, quiet)).count == count)
    }

    @Test(arguments: [(9, 0), (10, 1), (12, 3), (300, 291)])
    func itBeginsWithTheTenth(_ odd: Int, _ length: Int) {
        #expect(spell(some(true, odd)).length == length)
    }

    /// Half of them are enough, whichever.
    @Test func quietOnesBetweenThemDoNotEndIt() {
        let everyOther = (0..<200).map { $0 % 2 == 0 }
        #expect(spell(everyOther).length == 182)
    }

    @Test func itIsOverOnceFewerThanTenAreOdd() {
        #expect(spell(some(true, 20) + some(false, 10)).length == 21)
        #expect(spell(some(true, 20) + some(false, 11)).length == 0)
        #expect(spell(some(true, 20) + some(false, 11) + some(true, 9)).length == 0)
    }

    @Test func itGoesOnWhereItWasSaved() {
        var whole = spell(some(true, 15) + some(false, 3))
        var writer = StateCoder()
        writer.exchange(&whole)
        var restored = OddSpell(least: 10)
        var reader = StateCoder(reading: writer.bytes)
        reader.exchange(&restored)
        #expect(reader.isComplete)
        #expect(restored == whole)
    }
}
