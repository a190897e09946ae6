import Foundation
import Testing

@testable import SondeDetection

@Suite struct ExcursionGateTests {
    private func gate(_ values: [Double] = []) -> ExcursionGate {
        var gate = ExcursionGate(base: 2, assumedHeight: 1.5, heightLimit: 4)
        for value in values { gate.observe(value) }
        return gate
    }

    private func equal(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-9 }

    /// Nothing seen: height 1.5, one peak in 2,000 steps.
    @Test func assumesAHeightAndARate() {
        #expect(equal(gate().level(steps: 2_000_000), 2 + 1.5 * 6.907755278982137))
    }

    /// Peaks of 5 and 9, whose heights are 3 and 4 (limited), and one of 1 below the base: height (7 + 12) / 10, three
    /// peaks in 2,008 steps; ln(3 / 2008 x 2,000,000) = 8.002375546380708
    @Test func equalsAnExampleByHand() {
        let level = gate([0, 3, 5, 0, 1, 0, 9, 0]).level(steps: 2_000_000)
        #expect(equal(level, 2 + 1.9 * log(6_000_000.0 / 2008)))
        #expect(equal(level, 17.204513538123344))
    }

    @Test func anExcursionCountsOnceItIsOver() {
        #expect(equal(gate([5]).level(steps: 2_000_000), 2 + 1.5 * log(2_000_000.0 / 2001)))
        #expect(equal(gate([5, 0]).level(steps: 2_000_000), 2 + (3 + 12) / 9 * log(4_000_000.0 / 2002)))
    }

    @Test func risesWithPeaksAndFallsWithoutThem() {
        let quiet = gate(Array(repeating: 0, count: 100))
        let restless = gate((0..<100).map { $0.isMultiple(of: 2) ? 6 : 0 })
        #expect(quiet.level(steps: 1e6) < gate().level(steps: 1e6))
        #expect(restless.level(steps: 1e6) > gate().level(steps: 1e6) + 10)
        // Without peaks above the base the height stays the assumed one.
        let low = gate((0..<100).map { $0.isMultiple(of: 2) ? 2 : 0 })
        #expect(low == quiet || equal(low.level(steps: 1e6), quiet.level(steps: 1e6)))
        #expect(equal(quiet.level(steps: 1e6), 2 + 1.5 * log(1e6 / 2100)))
    }

    @Test func heightsAreLimited() {
        #expect(gate([1000, 0]).level(steps: 1e6) == gate([6, 0]).level(steps: 1e6))
        #expect(gate([6, 0]).level(steps: 1e6) > gate([5.9, 0]).level(steps: 1e6))
    }

    @Test func aDroppedExcursionIsForgotten() {
        var gate = gate([5])
        gate.dropExcursion()
        gate.observe(0)
        #expect(gate == self.gate([0, 0]))
    }

    @Test func whatIsRareIsNeverBelowTheBase() {
        #expect(gate().level(steps: 1) == 2)
    }

    /// Four heights of 3 in 40,000 steps; one step more, and all of it counts half.
    @Test func memoryHalves() {
        var gate = gate([5, 0, 5, 0, 5, 0, 5, 0])
        for _ in 8..<40_000 { gate.observe(0) }
        #expect(equal(gate.level(steps: 1e6), 2 + 24.0 / 12 * log(5e6 / 42_000)))
        gate.observe(0)
        #expect(equal(gate.level(steps: 1e6), 2 + 18.0 / 10 * log(3e6 / 22_000.5)))
    }
}
