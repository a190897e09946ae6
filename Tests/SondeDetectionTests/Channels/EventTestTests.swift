import Testing

@testable import SondeDetection

@Suite struct EventTestTests {
    /// Each event adds ln(0.8 / 0.01) = 4.38; the gate alone, at a horizon of 1, asks for 4.
    private func test(_ events: [Bool], learns: Bool = false) -> EventTest {
        var test = EventTest(faultRate: 0.8, base: 4, assumedHeight: 1)
        for event in events {
            test.add(event, usualRate: 0.01)
            if learns { test.learn() }
        }
        return test
    }

    /// Two events give 8.76, whatever the gate says.
    @Test func aSumOfTenIsNeeded() {
        #expect(!test([true, true]).isPassed(horizon: 1))
        #expect(test([true, true, true]).isPassed(horizon: 1))
    }

    /// 4 + 1 x ln(1e6 / 2000) = 10.2 and 4 + ln(1e9 / 2000) = 17.1, between three events and four.
    @Test func theGateIsNeeded() {
        #expect(test([true, true, true]).isPassed(horizon: 1e6))
        #expect(!test([true, true, true]).isPassed(horizon: 1e9))
        #expect(test([true, true, true, true]).isPassed(horizon: 1e9))
    }

    @Test func whatIsUsualRaisesTheGate() {
        let pair = [true, true] + Array(repeating: false, count: 10)
        var restless = test((0..<50).flatMap { _ in pair }, learns: true)
        for _ in 0..<3 { restless.add(true, usualRate: 0.01) }
        #expect(!restless.isPassed(horizon: 1e6))
    }

    @Test func aDroppedExcursionRaisesNothing() {
        var test = test([true, true, true, true], learns: true)
        test.dropExcursion()
        for _ in 0..<20 { test.add(false, usualRate: 0.01) }
        test.learn()
        #expect(test == self.test(Array(repeating: false, count: 5), learns: true))
    }

    @Test func aResetStartsTheSumAgain() {
        var test = test([true, true, true])
        test.reset()
        #expect(test == self.test([]))
    }

    /// Two events give 8.76, three 13.1.
    @Test func theLeastSumIsThatOfItsOwner() {
        for (least, isPassed) in [(8.0, true), (9, false)] {
            var test = EventTest(faultRate: 0.8, base: 4, assumedHeight: 1, leastSum: least)
            for _ in 0..<2 { test.add(true, usualRate: 0.01) }
            #expect(test.isPassed(horizon: 1) == isPassed, "\(least)")
        }
    }
}
