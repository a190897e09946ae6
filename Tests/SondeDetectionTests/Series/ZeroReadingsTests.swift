import SondeCore
import Testing

@testable import SondeDetection

@Suite struct ZeroReadingsTests {
    /// A value a minute.
    private struct Run {
        var zeros = ZeroReadings()
        var time = Timestamp.monday.later(hours: -1.0 / 60)

        @discardableResult
        mutating func judge(_ value: Double) -> Bool {
            time = time.later(hours: 1.0 / 60)
            return zeros.judge(value, at: time)
        }
    }

    /// Three days; `isZero` of a value's number.
    private func run(_ isZero: (Int) -> Bool) -> Run {
        var run = Run()
        for number in 0..<4320 { run.judge(isZero(number) ? 0 : 5) }
        return run
    }

    private func isOdd(after run: Run) -> Bool {
        var run = run
        return run.judge(0)
    }

    @Test func aZeroIsOddWhereThereWereNone() {
        #expect(isOdd(after: Run()))
        #expect(isOdd(after: run { _ in false }))
        var negative = run { _ in false }
        let negativeIsOdd = negative.judge(-0.0)
        #expect(negativeIsOdd)
    }

    /// Counts of rare events: zeros that came and went four times are told no more, on the first day neither.
    @Test func zerosThatComeAndGoAreSoonUsual() {
        var run = Run()
        let told = (0..<400).count { number in run.judge(number % 50 == 49 ? 0 : 4) && !run.zeros.areHabit }
        #expect(told == 3)
        #expect(isOdd(after: run))
    }

    @Test(arguments: [5, -5, 1e-300, -1e-300])
    func anythingElseIsNot(value: Double) {
        var run = run { _ in false }
        let isOdd = run.judge(value)
        #expect(!isOdd)
    }

    /// A record may begin with a fault: for two days no zero is usual, not even if nothing else was seen.
    @Test func noZeroIsUsualBeforeTwoDays() {
        var run = Run()
        for number in 0..<2880 {
            let isOdd = run.judge(0)
            #expect(isOdd, "\(number)")
        }
        let later = run.judge(0)
        #expect(!later)
    }

    /// In one stretch, so that the share alone decides: from a tenth of the values on.
    @Test(arguments: [(430, true), (433, false)])
    func zerosAreUsualFromATenthOn(count: Int, isOdd: Bool) {
        #expect(self.isOdd(after: run { $0 < count }) == isOdd)
    }

    /// One by one, so that how often they begin decides: from 2 in a thousand on, 8.6 of 4,320.
    @Test(arguments: [(540, true), (479, false)])
    func zerosAreUsualWhereTheyBeginOften(every: Int, isOdd: Bool) {
        #expect(self.isOdd(after: run { $0 % every == every - 1 }) == isOdd)
    }

    /// `x` is a zero, `.` is not; repeated.
    @Test(arguments: [
        ("xxx.", true), ("xxx.xx..x", true), ("xxxxxx...", false), ("xxxxx.xxxxxxxx.....", false), ("x", true),
        (".", false), ("xx...", false), ("x.x.", false),
    ])
    func zerosAreRestWhereWhatIsNotZeroComesAlone(pattern: String, areRest: Bool) {
        let pattern = Array(pattern)
        #expect(run { pattern[$0 % pattern.count] == "x" }.zeros.areRest == areRest)
    }

    @Test func theyDominateFromHalfOn() {
        #expect(!run { $0.isMultiple(of: 2) }.zeros.dominate)
        var run = run { $0.isMultiple(of: 2) }
        run.judge(0)
        #expect(run.zeros.dominate)
        #expect(!ZeroReadings().dominate)
    }
}
