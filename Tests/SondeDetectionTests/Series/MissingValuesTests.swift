import SondeCore
import Testing

@testable import SondeDetection

@Suite struct MissingValuesTests {
    /// A value a minute.
    private struct Run {
        var missing = MissingValues(interval: .seconds(60))
        private var time = Timestamp.monday

        /// Judges the value after so many missing ones.
        @discardableResult
        mutating func judge(after count: Int = 0, late seconds: Double = 0) -> Bool {
            time = time.advanced(by: .seconds(60 * (count + 1))).advanced(by: .seconds(seconds))
            return missing.judge(at: time)
        }

        mutating func alarms(of gaps: [Int]) -> Int { gaps.count { judge(after: $0) } }
    }

    private func steady(_ count: Int = 1000) -> Run {
        var run = Run()
        for _ in 0..<count { run.judge() }
        return run
    }

    /// `gap` values are missing every `period` values.
    private func ragged(_ count: Int, gap: Int = 1, every period: Int) -> Run {
        var run = Run()
        for number in 0..<count { run.judge(after: number % period == period - 1 ? gap : 0) }
        return run
    }

    @Test func whatComesInTimeIsNoAlarm() {
        var run = Run()
        let alarms = run.alarms(of: Array(repeating: 0, count: 3000))
        #expect(alarms == 0)
    }

    /// A missing value adds ln(0.25 / 0.0001) = 7.8 to the sum, of which 38 is needed.
    @Test(arguments: [(1, false), (4, false), (5, true), (60, true)])
    func fiveMissingValuesAreAnAlarm(count: Int, isAlarm: Bool) {
        var run = steady()
        let found = run.judge(after: count)
        #expect(found == isAlarm)
    }

    /// Half an interval late is not missing, and no delay adds up.
    @Test func lateIsNotMissing() {
        var run = steady()
        for _ in 0..<200 {
            let isAlarm = run.judge(late: 29)
            #expect(!isAlarm)
        }
        #expect(run.missing.text.hasPrefix("0 of them"))
    }

    @Test func singleOnesThatComeOftenAddUp() {
        var run = steady()
        let alarms = run.alarms(of: Array(repeating: 1, count: 10))
        #expect(alarms > 0)
    }

    /// One of twenty is missing: five at a time is 8 then, not 38.
    @Test func aSeriesWithManyGapsHasItsOwnRate() {
        var run = ragged(5000, every: 20)
        let isAlarm = run.judge(after: 5)
        #expect(!isAlarm)
        #expect(run.missing.text.hasPrefix("5 of them just now, its normal is 1 in 2"), "\(run.missing.text)")
    }

    /// Alarms of the first and of the last thirty of sixty days with a gap each night.
    private func nightly(values: Int, gap: Int) -> (early: Int, late: Int) {
        var run = Run()
        let day = Array(repeating: 0, count: values - 1) + [gap]
        let days = (0..<60).map { _ in run.alarms(of: day) }
        return (days.prefix(30).reduce(0, +), days.suffix(30).reduce(0, +))
    }

    /// An hour a night at a value each five minutes is an alarm for some days; then the gate has seen such sums.
    @Test func aSeriesThatPausesEachNightRaisesItsOwnLevel() {
        let (early, late) = nightly(values: 276, gap: 12)
        #expect(early > 0 && late == 0, "\(early), then \(late)")
    }

    /// The sum needs 140 values to fall from 40 to 0, and until then its excursion is not over.
    @Test func soDoesOneWithFewerValuesADay() {
        let (early, late) = nightly(values: 90, gap: 6)
        #expect(early > 0)
        #expect(late == 0, "\(early), then \(late)")
    }

    /// A day without values: 9 x 1.9 is no alarm, and 1,440 would be.
    @Test func aLongGapCountsAsTen() {
        var run = ragged(9000, every: 20)
        var other = run
        let isAlarm = run.judge(after: 1440)
        let isAlarmOfTen = other.judge(after: 10)
        #expect(!isAlarm && !isAlarmOfTen)
        #expect(run.missing.text.hasPrefix("1440 of them just now, its normal is 1 in "))
        #expect(run.missing.text.dropFirst(4) == other.missing.text.dropFirst(2))
    }

    /// It is over within a few values, and counts a tenth.
    @Test func anAlarmTeachesLittle() throws {
        var run = steady()
        func normal() -> Int? { run.missing.text.split(separator: " ").last.flatMap { Int($0) } }
        let before = try #require(normal())
        let alarms = run.alarms(of: [30] + Array(repeating: 0, count: 50))
        #expect((1...20).contains(alarms), "\(alarms)")
        // (1,000 + 2,000) / 0.3, less what is forgotten; then one missing value more, a tenth of ten.
        #expect((9900...10_000).contains(before))
        #expect((2200...2500).contains(try #require(normal())), "\(run.missing.text)")
    }

    @Test func aClockSetBackIsNoGap() {
        var run = steady()
        let isAlarm = run.judge(late: -86_400)
        #expect(!isAlarm)
        #expect(run.missing.text.hasPrefix("0 of them"))
    }
}
