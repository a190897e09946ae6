import SondeCore
import Testing

@testable import SondeDetection

/// The promise: of a series that is nearly always 0, single other values are events, not faults.
@Suite struct IsolatedValuesTests {
    /// Faults of nine days at a value each five minutes, nothing but isolated ones among zeros.
    private func faults(
        gaps: ClosedRange<Int>, seed: UInt64, first: Int? = nil, value: (inout SplitMix) -> Double = { _ in 1 }
    ) -> Set<Fault> {
        var random = SplitMix(state: seed)
        var detector = SeriesDetector(settings: AnomalySettings(sensitivity: .high), interval: .seconds(300))
        var next = first ?? Int.random(in: gaps, using: &random)
        var faults: Set<Fault> = []
        for number in 0..<9 * 288 {
            let time = Timestamp.monday.advanced(by: .seconds(300 * number))
            let isZero = number < next
            let verdict = detector.judge(isZero ? 0 : value(&random), at: time)
            if let fault = verdict.fault { faults.insert(fault) }
            if !isZero { next += Int.random(in: gaps, using: &random) }
        }
        return faults
    }

    @Test(arguments: [3...12, 10...100, 100...800])
    func onesAmongZerosNeverPage(gaps: ClosedRange<Int>) {
        for seed in 1...2 as ClosedRange<UInt64> {
            #expect(faults(gaps: gaps, seed: seed).isEmpty)
        }
    }

    @Test func neitherDoOtherSizes() {
        let faults = faults(gaps: 20...200, seed: 3) { Double(Int.random(in: -1000...1000, using: &$0)) }
        #expect(faults.isEmpty)
    }

    @Test func neitherDoesNothingAtAll() {
        #expect(faults(gaps: 1_000_000...1_000_000, seed: 4).isEmpty)
    }

    /// The very first value is one, and zeros are not yet most of the record.
    @Test func neitherDoesOneThatBeginsTheRecord() {
        let faults = faults(gaps: 20...200, seed: 5, first: 0)
        #expect(faults.isEmpty, "\(faults)")
    }

    @Test func aLevelAmongZerosPages() {
        var detector = SeriesDetector(settings: AnomalySettings(), interval: .seconds(300))
        var told: Int?
        for number in 0..<2000 {
            let time = Timestamp.monday.advanced(by: .seconds(300 * number))
            let verdict = detector.judge(number < 1900 ? 0 : 50, at: time)
            if told == nil, verdict.fault?.kind == .high { told = number }
        }
        // The third of them.
        #expect(told == 1902)
    }
}
