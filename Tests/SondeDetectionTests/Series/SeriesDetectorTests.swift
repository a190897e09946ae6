import SondeCore
import Testing

@testable import SondeDetection

/// A series from end to end: what is told of it, with which reasons, until when.
@Suite struct SeriesDetectorTests {
    private static let zeroReason = "value 0, which is not usual: perhaps nothing was measured"

    /// What is reached once in 2,500 values is put up with.
    @Test func quietTimesHaveFewFaults() {
        var run = SeriesRun()
        let verdicts = run.feed(7500)
        let faults = Set(verdicts.compactMap(\.fault))
        #expect(faults.count <= 3, "\(faults)")
        #expect(verdicts.count(where: \.isMark) <= 40, "\(verdicts.count(where: \.isMark))")
    }

    @Test(arguments: [(140.0, Fault.Kind.high), (60, .low)])
    func aSpikeIsAFault(value: Double, kind: Fault.Kind) throws {
        var run = SeriesRun.afterTwoDays
        let verdict = run.next(value)
        let fault = try #require(verdict.fault)
        #expect(fault.kind == kind && fault.severity == .high && fault.began == run.time)
        #expect(run.detector.lastEvidence == run.time)
        #expect(verdict.isMark)
        #expect(try #require(verdict.score) < 0)
        #expect(try #require(verdict.surprise) > 3)
        let side = kind == .high ? "above" : "below"
        let pattern = try Regex(
            "value \(Int(value)), (39|40|41)(\\.\\d+)? \(side) its usual of the last 15 \\(\\d+(\\.\\d+)?\\)")
        let first = try #require(fault.reasons.first)
        #expect(first.wholeMatch(of: pattern) != nil, "\(first)")
        #expect(fault.reasons.last == "the \(kind == .high ? "highest" : "lowest") of the last weeks")
        #expect(verdict.reasons == fault.reasons)
    }

    /// Of values that are farther and farther off, the first that is marked is no fault yet.
    @Test func anOddValueIsMarkedBeforeItIsAFault() throws {
        let verdicts = stride(from: 102, to: 110, by: 0.1).map { value in
            var run = SeriesRun.afterTwoDays
            return run.next(value)
        }
        let mark = try #require(verdicts.firstIndex { $0.isMark })
        let fault = try #require(verdicts.firstIndex { $0.fault != nil })
        #expect(mark < fault && fault < 70, "\(mark), \(fault)")
    }

    /// Thirty quiet values; it is held until then, and told once.
    @Test func aFaultIsOverAfterThirtyQuietValues() {
        var run = SeriesRun.afterTwoDays
        let fault = run.next(140).fault
        let held = run.feed(29)
        #expect(held.allSatisfy { $0.fault == fault })
        let after = run.next()
        #expect(after.fault == nil)
    }

    @Test func aZeroIsCritical() throws {
        var run = SeriesRun.afterTwoDays
        let verdict = run.next(0)
        #expect(
            verdict.fault
                == Fault(kind: .zero, severity: .critical, began: run.time, reasons: [Self.zeroReason]))
        #expect(verdict.isMark)
        #expect(verdict.reasons == [Self.zeroReason])
    }

    /// Near enough that no distance tells: half of the values are below 0.
    @Test func aZeroIsToldWhereNoDistanceTellsIt() {
        var run = SeriesRun()
        for number in 0..<3000 { run.next((number.isMultiple(of: 2) ? 1.0 : -1) + 0.001 * Double(number % 7)) }
        let verdict = run.next(0)
        #expect(verdict.fault?.kind == .zero)
    }

    @Test func onlyTheFirstZeroOfARunIsMarked() {
        var run = SeriesRun.afterTwoDays
        let first = run.feed([0, 0, 0])
        #expect(first.map(\.isMark) == [true, false, false])
        // Another run, and the first after a gap.
        run.feed(12)
        let second = run.feed([0, 0])
        #expect(second.map(\.isMark) == [true, false])
        run.pause(minutes: 3)
        let third = run.feed([0, 0])
        #expect(third.map(\.isMark) == [true, false])
    }

    /// Zeros that are no fault, because there is nothing else, are told anew after a gap as well.
    @Test func theFirstZeroAfterAGapIsMarkedThoughNoFaultIsOpen() {
        var run = SeriesRun()
        run.feed([0, 0])
        run.pause(minutes: 2)
        let verdicts = run.feed([0, 0])
        #expect(verdicts.allSatisfy { $0.fault == nil })
        #expect(verdicts.map { !$0.reasons.isEmpty } == [true, false])
    }

    /// The fault goes on behind a gap: its first value is marked, whatever it is.
    @Test func theFirstValueAfterAGapInAFaultIsMarked() {
        var run = SeriesRun.afterTwoDays
        run.next(140)
        run.feed(5)
        run.pause(minutes: 2)
        let verdicts = run.feed([100, 100])
        #expect(verdicts.map(\.isMark) == [true, false])
    }

    @Test func missingValuesAreAFault() throws {
        var run = SeriesRun.afterTwoDays
        run.pause(minutes: 60)
        let fault = try #require(run.next().fault)
        #expect(fault.kind == .missing && fault.severity == .high)
        let reason = try #require(fault.reasons.first)
        let pattern = /values are missing more often than usual: 60 of them just now, its normal is 1 in 16\d{3}/
        #expect(reason.wholeMatch(of: pattern) != nil, "\(reason)")
    }

    @Test func oneMissingValueIsNone() {
        var run = SeriesRun.afterTwoDays
        run.pause(minutes: 1)
        let verdict = run.next()
        #expect(verdict.fault == nil)
    }

    // MARK: A new level

    /// Told once, over within an hour, and not told again.
    @Test func aNewLevelIsToldOnce() {
        var run = SeriesRun.afterTwoDays
        let verdicts = run.feed((0..<300).map { 140 + 0.5 * Double($0 % 3) })
        let faults = Set(verdicts.compactMap(\.fault))
        #expect(faults.count == 1)
        #expect(verdicts.first?.fault?.kind == .high)
        #expect(verdicts.dropFirst(60).allSatisfy { $0.fault == nil })
    }

    // MARK: What it learns

    @Test func whatIsExpectedIsKnownWithTheFirstForest() throws {
        var run = SeriesRun(seed: 3)
        #expect(run.detector.expected == nil)
        run.feed(53)
        #expect(run.detector.expected == nil)
        run.feed(1)
        let expected = try #require(run.detector.expected)
        #expect(expected.contains(100) && expected.lowerBound > 90 && expected.upperBound < 110, "\(expected)")
    }

    @Test func aZeroThatIsNotUsualTeachesTheForestNothing() {
        var run = SeriesRun()
        run.feed(49)
        run.feed(Array(repeating: 0, count: 100))
        #expect(run.detector.expected == nil)
        run.feed(2)
        #expect(run.detector.expected != nil)
    }

    @Test func whatComesLaterChangesNothing() {
        var whole = SeriesRun()
        let verdicts = whole.feed(1200)
        var prefix = SeriesRun()
        #expect(prefix.feed(700) == Array(verdicts.prefix(700)))
    }

    @Test func theSameSeedGivesTheSameVerdicts() {
        var first = SeriesRun(seed: 5)
        var second = SeriesRun(seed: 5)
        var other = SeriesRun(seed: 15)
        let verdicts = first.feed(400)
        #expect(verdicts == second.feed(400))
        #expect(verdicts != other.feed(400))
    }
}
