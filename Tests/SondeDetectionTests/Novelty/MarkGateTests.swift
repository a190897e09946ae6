import Testing

@testable import SondeDetection

@Suite struct MarkGateTests {
    /// After 1,000 values, every twentieth of which is as strange as said.
    private func gate(peaks: Double = 0) -> MarkGate {
        var gate = MarkGate()
        for step in 1...1000 { _ = gate.judge(step.isMultiple(of: 20) ? peaks : 0, afterGap: false) }
        for _ in 0..<15 { _ = gate.judge(0, afterGap: false) }
        return gate
    }

    private func marks(_ strangeness: Double, of gate: MarkGate) -> Bool {
        var gate = gate
        return gate.judge(strangeness, afterGap: false)
    }

    @Test func lessThanSixIsNeverMarked() {
        #expect(!marks(6, of: MarkGate()))
        #expect(!marks(6, of: gate()))
    }

    @Test func moreIsMarkedInAQuietSeries() {
        #expect(marks(6.1, of: MarkGate()))
        #expect(marks(6.1, of: gate()))
    }

    /// Fifty peaks of 8 in 1,015 values: mean height (50 x 6 + 8 x 2) / 58, rate 51 in 3,015, so that
    /// 2 + 5.45 x ln(200 x 51 / 3015) = 8.64 is reached once in 200.
    @Test func aRestlessSeriesRaisesItsOwnLevel() {
        #expect(!marks(8.5, of: gate(peaks: 8)))
        #expect(marks(8.8, of: gate(peaks: 8)))
    }

    /// Heights count as at most 15 above the base: 2 + (50 x 15 + 16) / 58 x ln(200 x 51 / 3015) = 18.1.
    @Test func monstersDoNotBlindIt() {
        #expect(marks(18.5, of: gate(peaks: 1e6)))
        #expect(!marks(17.5, of: gate(peaks: 1e6)))
    }

    @Test func onlyTheFirstOfAStretchIsMarked() {
        var gate = gate()
        let marks = (0..<5).map { _ in gate.judge(50, afterGap: false) }
        #expect(marks == [true, false, false, false, false])
        #expect(gate.isStrange)
        for _ in 0..<10 {
            _ = gate.judge(0, afterGap: false)
            #expect(!gate.isStrange)
        }
        let again = gate.judge(50, afterGap: false)
        #expect(again)
    }

    @Test func aGapBeginsAnotherStretch() {
        var gate = gate()
        let marks = [false, false, true, false].map { gate.judge(50, afterGap: $0) }
        #expect(marks == [true, false, true, false])
    }

    @Test func aGapAloneIsNoMark() {
        var gate = gate()
        let isMark = gate.judge(1, afterGap: true)
        #expect(!isMark && !gate.isStrange)
    }
}
