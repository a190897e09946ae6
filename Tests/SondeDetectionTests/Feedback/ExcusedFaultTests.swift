import SondeCore
import Testing

@testable import SondeDetection

/// The detector from end to end: what was called no fault is not told again, what is clearly worse is.
@Suite struct ExcusedFaultTests {
    /// What an API does for a while.
    struct Trouble: Sendable {
        var factor = 1.0
        /// So many of ten probes are slow, one after the other.
        var ofTen = 10
        var bytes = TestAPI.bytes
        var phase: PhaseTimings.Phase?
        var milliseconds = 0.0

        func probe(_ api: inout TestAPI, _ index: Int) -> Verdict {
            api.probe(factor: index % 10 < ofTen ? factor : 1, slow: phase.map { ($0, milliseconds) }, bytes: bytes)
        }

        /// The first probe, from 1, at which a fault is told.
        func told(_ api: inout TestAPI, within probes: Int) -> (fault: Fault, probe: Int)? {
            for index in 0..<probes {
                if let fault = probe(&api, index).fault { return (fault, index + 1) }
            }
            return nil
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var kind: Fault.Kind
        var trouble: Trouble
        /// So long does the trouble last.
        var probes = 40
        var worse: Trouble
        /// Probes until what is worse is told; two minutes are eight.
        var within = 8

        /// Trouble with a phase shows in the whole, and the other way round: all but what the case is about was called
        /// no fault.
        var others: [FaultPattern] {
            guard kind == .slow else { return [] }
            let all: [PhaseTimings.Phase?] = [nil] + PhaseTimings.Phase.allCases
            return all.filter { $0 != trouble.phase }
                .map { FaultPattern(kind: .slow, phase: $0, share: 1, extreme: 9, mean: 9) }
        }
    }

    private static let cases = [
        Case(
            testDescription: "twice as slow", kind: .slow, trouble: Trouble(factor: 2), worse: Trouble(factor: 5)),
        Case(
            testDescription: "three of ten four times as slow, then eight times", kind: .slow,
            trouble: Trouble(factor: 4, ofTen: 3), probes: 120, worse: Trouble(factor: 8, ofTen: 3)),
        // As many as are usual must pass before more of them count.
        Case(
            testDescription: "three of ten four times as slow, then all five times", kind: .slow,
            trouble: Trouble(factor: 4, ofTen: 3), probes: 120, worse: Trouble(factor: 5), within: 12),
        Case(
            testDescription: "a fifth of the time", kind: .fast, trouble: Trouble(factor: 0.2),
            worse: Trouble(factor: 0.1)),
        Case(
            testDescription: "a quarter of the bytes", kind: .small, trouble: Trouble(bytes: 512),
            worse: Trouble(bytes: 300)),
        Case(
            testDescription: "five times the bytes", kind: .large, trouble: Trouble(bytes: 10_240),
            worse: Trouble(bytes: 16_384)),
        Case(
            testDescription: "DNS 15 ms slower", kind: .slow, trouble: Trouble(phase: .dns, milliseconds: 15),
            probes: 100, worse: Trouble(phase: .dns, milliseconds: 30)),
        Case(
            testDescription: "TLS 30 ms slower", kind: .slow, trouble: Trouble(phase: .tls, milliseconds: 30),
            probes: 60, worse: Trouble(phase: .tls, milliseconds: 60)),
    ]

    /// The API after its fault is over, and what the fault looked like.
    private func afterTheFault(_ example: Case) throws -> (api: TestAPI, pattern: FaultPattern) {
        var api = TestAPI.afterTwoDays
        var pattern: FaultPattern?
        for index in 0..<example.probes { pattern = example.trouble.probe(&api, index).pattern ?? pattern }
        for _ in 0..<60 { pattern = api.probe().pattern ?? pattern }
        #expect(api.probe().fault == nil)
        return (api, try #require(pattern))
    }

    private func excused(_ example: Case) throws -> TestAPI {
        var (api, pattern) = try afterTheFault(example)
        api.detector.update(excused: [pattern] + example.others)
        return api
    }

    @Test(arguments: cases)
    func thePatternIsOfTheFault(_ example: Case) throws {
        let pattern = try afterTheFault(example).pattern
        #expect(pattern.kind == example.kind)
        #expect(pattern.phase == example.trouble.phase)
        let share = Double(example.trouble.ofTen) / 10
        #expect((share - 0.05...share + 0.05).contains(pattern.share), "\(pattern)")
        #expect(pattern.mean > 0 && pattern.mean <= pattern.extreme, "\(pattern)")
    }

    @Test(arguments: cases)
    func theLikeOfItIsNotToldAgain(_ example: Case) throws {
        var api = try excused(example)
        let told = example.trouble.told(&api, within: example.probes)
        #expect(told == nil)
        let after = api.probes(60).compactMap(\.fault)
        #expect(after.isEmpty)
    }

    @Test(arguments: cases)
    func whatIsClearlyWorseIsTold(_ example: Case) throws {
        var api = try excused(example)
        _ = example.trouble.told(&api, within: example.probes)
        _ = api.probes(60)
        let told = try #require(example.worse.told(&api, within: example.within))
        #expect(told.fault.kind == example.kind)
        #expect(told.fault.phase == example.worse.phase)
    }

    @Test(arguments: cases)
    func itIsToldAgainOnceThatIsTakenBack(_ example: Case) throws {
        var api = try excused(example)
        _ = example.trouble.told(&api, within: example.probes)
        _ = api.probes(120)
        api.detector.update(excused: [])
        let told = try #require(example.trouble.told(&api, within: 8))
        #expect(told.fault.kind == example.kind)
    }

    /// A mean of 0.4 is a shift to 1.5 times the usual value; one to 1.3 times it is less, and one to twice is more.
    @Test func aLastingShiftIsToldOnlyBeyondTheExcusedOne() throws {
        var api = TestAPI.afterTwoDays
        let shift = FaultPattern(kind: .slow, share: 1, extreme: 0.6, mean: 0.4)
        api.detector.update(excused: [shift] + Self.cases[0].others)
        var larger = api
        #expect(Trouble(factor: 1.3).told(&api, within: 400) == nil)
        #expect(try #require(Trouble(factor: 2).told(&larger, within: 8)).fault.kind == .slow)
    }

    // MARK: Others

    @Test(arguments: cases)
    func aPatternOfAnotherKindChangesNothing(_ example: Case) {
        var api = TestAPI.afterTwoDays
        var other = api
        let kinds = Fault.Kind.allCases.filter { $0 != example.kind }
        other.detector.update(excused: kinds.map { FaultPattern(kind: $0, share: 1, extreme: 9, mean: 9) })
        for index in 0..<example.probes {
            #expect(example.trouble.probe(&api, index) == example.trouble.probe(&other, index))
        }
    }

    @Test func aPatternOfAPhaseIsOfThatPhaseAlone() throws {
        var api = TestAPI.afterTwoDays
        api.detector.update(excused: [FaultPattern(kind: .slow, phase: .dns, share: 1, extreme: 1, mean: 1)])
        var whole = api
        let told = try #require(Trouble(phase: .connect, milliseconds: 15).told(&api, within: 8))
        #expect(told.fault.phase == .connect)
        #expect(try #require(Trouble(factor: 4).told(&whole, within: 8)).fault.phase == nil)
    }

    // MARK: While it lasts

    /// The API in the middle of a fault, 20 probes after it was told, and what it has looked like so far.
    private func underWay(_ trouble: Trouble) throws -> (api: TestAPI, pattern: FaultPattern) {
        var api = TestAPI.afterTwoDays
        _ = try #require(trouble.told(&api, within: 20))
        var pattern: FaultPattern?
        for index in 0..<20 { pattern = trouble.probe(&api, index).pattern }
        return (api, try #require(pattern))
    }

    @Test func aFaultThatIsEndedIsOver() throws {
        var api = try underWay(Trouble(factor: 3)).api
        api.detector.endFault()
        for verdict in api.probes(100) {
            #expect(verdict.fault == nil)
            #expect(verdict.pattern == nil)
        }
    }

    /// Ending excuses nothing by itself.
    @Test func aFaultThatGoesOnAfterItWasEndedIsToldAnew() throws {
        var api = try underWay(Trouble(factor: 3)).api
        api.detector.endFault()
        let told = try #require(Trouble(factor: 3).told(&api, within: 8))
        #expect(told.fault.began == api.time)
    }

    @Test(arguments: cases)
    func aFaultThatIsCalledNoneWhileItLastsIsToldNoMore(_ example: Case) throws {
        var (api, pattern) = try underWay(example.trouble)
        api.detector.endFault()
        api.detector.update(excused: [pattern] + example.others)
        #expect(example.trouble.told(&api, within: 200) == nil)
    }

    // MARK: Saved and restored

    private static let orders = Endpoint(name: "orders", url: "http://127.0.0.1:1/")

    private func restored(_ api: TestAPI, excused patterns: [FaultPattern] = []) throws -> AnomalyDetector {
        var fresh = AnomalyDetector(settings: Self.orders.anomaly, interval: Self.orders.interval)
        fresh.update(excused: patterns)
        return try #require(
            DetectorState(api.detector, of: Self.orders, at: api.time).restored(fresh, of: Self.orders))
    }

    @Test(arguments: cases)
    func thePatternGoesOnWhereItWasSaved(_ example: Case) throws {
        var running = try underWay(example.trouble).api
        var restored = running
        restored.detector = try self.restored(running)
        for index in 20..<40 {
            let expected = example.trouble.probe(&running, index).pattern
            #expect(example.trouble.probe(&restored, index).pattern == expected)
            #expect(expected != nil)
        }
    }

    /// What was called no fault is told to a detector before it is restored.
    @Test(arguments: cases)
    func aRestoredDetectorStillExcuses(_ example: Case) throws {
        var (api, pattern) = try afterTheFault(example)
        api.detector = try restored(api, excused: [pattern] + example.others)
        #expect(example.trouble.told(&api, within: example.probes) == nil)
    }
}

/// Failures, whose patterns the incident counts.
@Suite struct ExcusedFailuresTests {
    private static let refused = ProbeFailure(.refused, "Connection refused by 127.0.0.1:1.")
    private static let eightInARow = FaultPattern(kind: .failures, share: 8.0 / 20, extreme: 8)
    /// One at a time.
    private static let sevenOfTwenty = FaultPattern(kind: .failures, share: 7.0 / 20, extreme: 1)

    /// The probe, from 1, at which a fault is told; of 20 probes so many fail, as evenly as can be.
    private func told(_ failing: Int, within probes: Int, _ api: inout TestAPI) -> Int? {
        (1...probes).first { probe in
            let fails = probe * failing % 20 < failing
            return api.probe(failure: fails ? Self.refused : nil).fault?.kind == .failures
        }
    }

    private func excused(_ pattern: FaultPattern) -> TestAPI {
        var api = TestAPI.afterTwoDays
        api.detector.update(excused: [pattern])
        return api
    }

    @Test func withoutAPatternTwoInARowAreTold() {
        var api = TestAPI.afterTwoDays
        #expect(told(20, within: 20, &api) == 2)
    }

    @Test func asManyInARowAreNotToldAgain() {
        var api = excused(Self.eightInARow)
        for _ in 0..<5 {
            #expect(told(20, within: 8, &api) == nil)
            let after = api.probes(60).compactMap(\.fault)
            #expect(after.isEmpty)
        }
    }

    @Test func oneMoreInARowIsTold() {
        var api = excused(Self.eightInARow)
        #expect(told(20, within: 20, &api) == 9)
    }

    @Test func asManyOfTwentyAreNotToldAgain() {
        var api = excused(Self.sevenOfTwenty)
        #expect(told(7, within: 400, &api) == nil)
    }

    @Test(arguments: [8, 10, 15, 20])
    func oneMoreOfTwentyIsTold(_ failing: Int) throws {
        var api = excused(Self.sevenOfTwenty)
        let probe = try #require(told(failing, within: 20, &api))
        #expect(api.detector.failures.failuresOfLast == 8, "\(probe)")
    }

    /// Whatever was called no fault: 18 probes of 15 seconds, and then one more.
    @Test func anOutageIsToldBeforeFiveMinutesAreOver() {
        var api = excused(FaultPattern(kind: .failures, share: 1, extreme: 240))
        #expect(told(20, within: 20, &api) == 19)
        #expect(FaultPattern.mostFailuresExcused(interval: .seconds(15)) == 18)
    }

    @Test func theyAreToldAgainOnceThatIsTakenBack() throws {
        var api = excused(Self.eightInARow)
        _ = told(20, within: 8, &api)
        _ = api.probes(200)
        api.detector.update(excused: [])
        // Eight failures are known by now, so that two of them prove less.
        #expect(try #require(told(20, within: 8, &api)) <= 3)
    }

    /// An outage is over with its first good probe, and one that was ended with any.
    @Test func anOutageThatIsEndedIsOver() {
        var api = TestAPI.afterTwoDays
        #expect(told(20, within: 20, &api) == 2)
        api.detector.endFault()
        #expect(api.probe(failure: Self.refused).fault == nil)
        let after = api.probes(60).compactMap(\.fault)
        #expect(after.isEmpty)
    }
}
