import SondeCore
import Testing

@testable import SondeDetection

@Suite struct ValueRangeTests {
    /// A range that is fed a value a minute; a period is 28 days, and the first begins here.
    private struct Run {
        private static let start = Timestamp(microseconds: 731 * 28 * 86_400_000_000)
        var range = ValueRange()
        private var time = start

        mutating func move(toDay day: Int) { time = Self.start.advanced(by: .seconds(86_400 * day)) }

        mutating func add(_ values: [Double]) {
            for value in values {
                range.add(value, at: time)
                time = time.advanced(by: .seconds(60))
            }
        }

        /// Fifty values with these bounds.
        mutating func add(_ bounds: ClosedRange<Double>) {
            add((0..<50).map { $0.isMultiple(of: 2) ? bounds.lowerBound : bounds.upperBound })
        }
    }

    private func range(_ bounds: ClosedRange<Double>) -> ValueRange {
        var run = Run()
        run.add(bounds)
        return run.range
    }

    @Test func nothingIsARecordBeforeFiftyValues() {
        var run = Run()
        run.add((1...49).map(Double.init))
        #expect(run.range.excess(of: 1000) == 0)
        run.add([50])
        #expect(run.range.excess(of: 99) == 1)
    }

    @Test(arguments: [(25.0, 1.5), (-5, 0.5), (10, 0), (0, 0), (5, 0), (11, 0.1)])
    func whatIsBeyondIsToldInWidths(value: Double, excess: Double) {
        #expect(abs(range(0...10).excess(of: value) - excess) < 1e-12)
    }

    @Test func belowZeroToo() {
        #expect(range(-30 ... -10).excess(of: -50) == 1)
        #expect(range(-30 ... -10).excess(of: 10) == 1)
    }

    /// A width of nothing is no measure.
    @Test func aConstantHasNoRecord() {
        #expect(range(5...5).excess(of: 6) == 0)
    }

    @Test func thePeriodBeforeCounts() {
        var run = Run()
        run.add(0...10)
        run.move(toDay: 28)
        run.add(4...6)
        #expect(run.range.excess(of: 10) == 0)
        run.move(toDay: 55)
        run.add(4...6)
        #expect(run.range.excess(of: 20) == 1)
    }

    @Test func whatIsTwoPeriodsOldIsForgotten() {
        var run = Run()
        run.add(0...10)
        for day in [28, 56] {
            run.move(toDay: day)
            run.add(4...6)
        }
        #expect(run.range.excess(of: 10) == 2)
        #expect(run.range.excess(of: 0) == 2)
    }

    @Test func aGapOfWeeksForgetsAll() {
        var run = Run()
        run.add(0...10)
        run.move(toDay: 60)
        run.add(4...6)
        #expect(run.range.excess(of: 10) == 2)
    }

    /// Three values after the gap are no range.
    @Test func afterAGapOfWeeksFiftyValuesAreNeededAgain() {
        var run = Run()
        run.add(0...10)
        run.move(toDay: 60)
        run.add([5, 5.01, 5])
        #expect(run.range.excess(of: 7) == 0, "\(run.range.excess(of: 7))")
    }
}
