import SondeCore
import Testing

@testable import SondeIncidents

/// A letter a probe: `.` good, `x` failed, `s` while a fault of slowness is told, `f` failed while one of failures is.
private struct Probes {
    var machine = IncidentStateMachine(endpoint: "orders")
    var time = Timestamp(microseconds: 1_767_571_200_000_000)
    private var began: Timestamp?

    /// Called no fault, at 15 seconds.
    init(excused patterns: [FaultPattern] = [], interval: Duration = .seconds(15)) {
        machine.update(excused: patterns, interval: interval)
    }

    /// - Parameter patterns: What the fault has looked like so far.
    mutating func apply(_ letter: Character, _ patterns: [FaultPattern] = []) -> [IncidentAction] {
        time = time.advanced(by: .seconds(15))
        var result = ProbeResult(endpoint: "orders", timestamp: time, responseTime: .milliseconds(10), statusCode: 200)
        if letter == "x" || letter == "f" {
            result.responseTime = nil
            result.failure = ProbeFailure(.refused, "Connection refused by 127.0.0.1:1.")
        }
        var verdict = Verdict()
        let kind: Fault.Kind? = letter == "s" ? .slow : letter == "f" ? .failures : nil
        began = kind == nil ? nil : began ?? time
        verdict.fault = kind.map { Fault(kind: $0, severity: .high, began: began ?? time, reasons: ["odd"]) }
        verdict.patterns = patterns
        return machine.apply(result, verdict)
    }

    /// What was done, with the number of the probe, from 1.
    @discardableResult
    mutating func play(_ letters: String) -> [(probe: Int, action: IncidentAction)] {
        var events: [(probe: Int, action: IncidentAction)] = []
        for (index, letter) in letters.enumerated() {
            events += apply(letter).map { (index + 1, $0) }
        }
        return events
    }

    /// The probe, from 1, of so many failures in a row that opens an incident.
    mutating func opening(of failures: Int) -> Int? { play(String(repeating: "x", count: failures)).first?.probe }
}

@Suite struct ExcusedFailureTests {
    private static let eightInARow = FaultPattern(kind: .failures, share: 0.4, extreme: 8)

    // MARK: What opens

    @Test func asManyInARowOpenNothing() {
        var probes = Probes(excused: [Self.eightInARow])
        #expect(probes.play("xxxxxxxx.xxxxxxxx.....").isEmpty)
    }

    @Test func oneMoreOpens() {
        var probes = Probes(excused: [Self.eightInARow])
        #expect(probes.opening(of: 20) == 9)
    }

    @Test func thatIsTakenBack() {
        var probes = Probes(excused: [Self.eightInARow])
        probes.machine.update(excused: [], interval: .seconds(15))
        #expect(probes.opening(of: 20) == 3)
    }

    @Test func theLongestRunOfAllPatternsCounts() {
        let four = FaultPattern(kind: .failures, share: 0.8, extreme: 4)
        var probes = Probes(excused: [four, Self.eightInARow])
        #expect(probes.opening(of: 20) == 9)
    }

    /// Many failures one at a time must not make three in a row usual.
    @Test func aShortRunChangesNothing() {
        var probes = Probes(excused: [FaultPattern(kind: .failures, share: 0.5, extreme: 1)])
        #expect(probes.opening(of: 20) == 3)
    }

    @Test func aPatternOfAnotherKindChangesNothing() {
        let kinds = Fault.Kind.allCases.filter { $0 != .failures }
        var probes = Probes(excused: kinds.map { FaultPattern(kind: $0, share: 1, extreme: 8) })
        #expect(probes.opening(of: 20) == 3)
    }

    /// Five minutes, and at least three probes.
    @Test(arguments: [(1, 18), (15, 18), (60, 5), (100, 3), (300, 3), (3600, 3)])
    func noMoreAreExcused(_ seconds: Int, _ most: Int) {
        let interval: Duration = .seconds(seconds)
        #expect(FaultPattern.mostFailuresExcused(interval: interval) == most)
        var probes = Probes(excused: [FaultPattern(kind: .failures, share: 1, extreme: 500)], interval: interval)
        #expect(probes.opening(of: 30) == most + 1)
    }

    /// What the detector tells is its own matter: it was told of the pattern, too.
    @Test func aFaultThatTheDetectorTellsOpens() {
        var probes = Probes(excused: [Self.eightInARow])
        #expect(probes.play("xxf").map(\.probe) == [3])
    }

    @Test func anAnomalyIsRaisedOnlyByMoreFailuresThanWereExcused() {
        var probes = Probes(excused: [Self.eightInARow])
        let events = probes.play("sxxxxxxxxx")
        #expect(events.map(\.probe) == [1, 10])
        #expect(events.last?.action.incident.severity == .critical)
    }

    // MARK: What failures looked like

    /// The pattern of the incident once it is closed.
    private func pattern(_ letters: String) throws -> FaultPattern {
        var probes = Probes()
        let closed = try #require(probes.play(letters).last?.action.incident)
        #expect(!closed.isOpen)
        #expect(closed.patterns.count == 1)
        return try #require(closed.patterns.first)
    }

    @Test(arguments: [
        ("three in a row", "xxx.....", 3, 3),
        ("those that followed", "xxxxxxxx.....", 8, 8),
        ("the longest run, not the last", "xxxx.xxxxxx.xx.....", 12, 6),
        ("the worst 20 probes, not the last", "xxxxxxxx....x....x....x.....", 10, 8),
        ("those before it opened", "x..x..xxx.....", 5, 3),
        ("no more than 20", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.....", 20, 30),
        ("one at a time", "x.x.f.....", 3, 1),
    ])
    func aFailureCounts(_ name: String, _ letters: String, _ ofTwenty: Int, _ inARow: Int) throws {
        let expected = FaultPattern(kind: .failures, share: Double(ofTwenty) / 20, extreme: Double(inARow))
        #expect(try pattern(letters) == expected, "\(name)")
    }

    /// What an incident looked like and what is excused for it are the same numbers.
    @Test(arguments: [3, 5, 8, 12])
    func theSameFailuresOpenNothingOnceTheyWereCalledNone(_ failures: Int) throws {
        let letters = String(repeating: "x", count: failures) + "....."
        var probes = Probes(excused: [try pattern(letters)])
        #expect(probes.play(letters).isEmpty)
        #expect(probes.opening(of: 30) == failures + 1)
    }

    // MARK: What an anomaly looked like

    private func slow(_ extreme: Double, phase: PhaseTimings.Phase? = nil) -> FaultPattern {
        FaultPattern(kind: .slow, phase: phase, share: 1, extreme: extreme)
    }

    @Test func anAnomalyOpensWithWhatItLooksLike() throws {
        var probes = Probes()
        let patterns = [slow(2, phase: .dns), slow(1)]
        let opened = try #require(probes.apply("s", patterns).first?.incident)
        #expect(opened.patterns == patterns)
    }

    /// The first probes of a fault know little of it.
    @Test func anOpenAnomalyFollowsTheNewestMeasure() {
        var probes = Probes()
        for pattern in [
            FaultPattern(kind: .slow, share: 1, extreme: 1, probes: 1),
            FaultPattern(kind: .slow, share: 0.5, extreme: 3, probes: 4),
            FaultPattern(kind: .slow, share: 0.6, extreme: 2, probes: 5),
        ] {
            _ = probes.apply("s", [pattern])
        }
        let newest = FaultPattern(kind: .slow, share: 0.6, extreme: 2, probes: 5)
        #expect(probes.machine.openIncident?.patterns == [newest])
    }

    /// A second fault begins before the incident of the first is over.
    @Test func anOpenAnomalyKeepsTheMostOfItsFaults() {
        var probes = Probes()
        _ = probes.apply("s", [FaultPattern(kind: .slow, share: 0.9, extreme: 1, probes: 40)])
        _ = probes.play("..")
        _ = probes.apply("s", [FaultPattern(kind: .slow, share: 1, extreme: 3, probes: 1)])
        _ = probes.apply("s", [FaultPattern(kind: .slow, share: 0.5, extreme: 2, probes: 4)])
        let both = FaultPattern(kind: .slow, share: 0.9, extreme: 2, probes: 40)
        #expect(probes.machine.openIncident?.patterns == [both])
    }

    /// Those of another part neither replace it nor are lost.
    @Test func anOpenAnomalyKeepsEachPartByItself() {
        var probes = Probes()
        _ = probes.apply("s", [slow(2)])
        _ = probes.apply("s", [slow(0.5, phase: .dns), slow(1)])
        _ = probes.apply("s", [slow(0.4, phase: .dns), slow(3)])
        let found = probes.machine.openIncident?.patterns ?? []
        #expect(Set(found) == [slow(3), slow(0.4, phase: .dns)])
    }

    /// The five good probes that close it say nothing of the fault.
    @Test func aClosedAnomalyKeepsWhatItLookedLike() throws {
        var probes = Probes()
        _ = probes.apply("s", [slow(1)])
        _ = probes.apply("s", [slow(2)])
        let closed = try #require(probes.play(".....").last?.action.incident)
        #expect(!closed.isOpen)
        #expect(closed.patterns == [slow(2)])
    }

    @Test func anAnomalyIsNotToldByAFaultOfAnotherKind() {
        var probes = Probes()
        _ = probes.apply("s", [slow(1)])
        _ = probes.apply("s", [FaultPattern(kind: .large, share: 1, extreme: 5)])
        _ = probes.apply("x")
        #expect(probes.machine.openIncident?.patterns == [slow(1)])
    }
}
