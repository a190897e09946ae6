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

        /// So many probes of it, and quiet ones until it is over: what it looked like in the end.
        func patterns(_ api: inout TestAPI, probes: Int) -> [FaultPattern] {
            var patterns: [FaultPattern] = []
            func take(_ verdict: Verdict) { if verdict.fault != nil { patterns = verdict.patterns } }
            for index in 0..<probes { take(probe(&api, index)) }
            for _ in 0..<60 { take(api.probe()) }
            return patterns
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var kind: Fault.Kind
        var trouble: Trouble
        /// So long does the trouble last.
        var probes = 40
        var worse: Trouble
        /// Probes until what is worse is told, and what is no longer excused; two minutes are eight.
        var within = 8
    }

    /// Where three of ten are slow, the second three of them are the 11th to 13th probe.
    private static let cases = [
        Case(
            testDescription: "twice as slow", kind: .slow, trouble: Trouble(factor: 2), worse: Trouble(factor: 5)),
        Case(
            testDescription: "three of ten four times as slow, then eight times", kind: .slow,
            trouble: Trouble(factor: 4, ofTen: 3), probes: 120, worse: Trouble(factor: 8, ofTen: 3), within: 13),
        Case(
            testDescription: "three of ten four times as slow, then all five times", kind: .slow,
            trouble: Trouble(factor: 4, ofTen: 3), probes: 120, worse: Trouble(factor: 5), within: 13),
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

    /// Another random API each.
    private static let starts: [TestAPI] = {
        var api = TestAPI.afterTwoDays
        return (0..<10).map { _ in
            _ = api.probes(37)
            return api
        }
    }()

    /// The API after its fault is over, and what the fault looked like.
    private func afterTheFault(
        _ example: Case, from start: TestAPI = .afterTwoDays
    ) throws -> (api: TestAPI, patterns: [FaultPattern]) {
        var api = start
        let patterns = example.trouble.patterns(&api, probes: example.probes)
        #expect(api.probe().fault == nil)
        try #require(!patterns.isEmpty)
        return (api, patterns)
    }

    private func excused(_ example: Case, from start: TestAPI = .afterTwoDays) throws -> TestAPI {
        var (api, patterns) = try afterTheFault(example, from: start)
        api.detector.update(excused: patterns)
        return api
    }

    @Test(arguments: cases)
    func thePatternsAreOfTheFault(_ example: Case) throws {
        let patterns = try afterTheFault(example).patterns
        #expect(patterns.allSatisfy { $0.kind == example.kind })
        let first = try #require(patterns.first)
        #expect(first.phase == example.trouble.phase)
        let share = Double(example.trouble.ofTen) / 10
        #expect((share - 0.05...share + 0.05).contains(first.share), "\(first)")
        #expect((example.probes - 30...example.probes).contains(first.probes), "\(first)")
    }

    @Test(arguments: cases)
    func theLikeOfItIsNotToldAgain(_ example: Case) throws {
        for start in Self.starts {
            var api = try excused(example, from: start)
            let told = example.trouble.told(&api, within: example.probes)
            #expect(told == nil)
            let after = api.probes(60).compactMap(\.fault)
            #expect(after.isEmpty)
        }
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
        let told = try #require(example.trouble.told(&api, within: example.within))
        #expect(told.fault.kind == example.kind)
    }

    /// The bar is at 1.6 times the usual value: 1.3 times is less, and twice is more.
    @Test func aLastingShiftIsToldOnlyBeyondTheExcusedOne() throws {
        var api = TestAPI.afterTwoDays
        api.detector.update(
            excused: [nil, PhaseTimings.Phase.ttfb].map {
                FaultPattern(kind: .slow, phase: $0, share: 1, extreme: 0.45, probes: 400)
            })
        var larger = api
        #expect(Trouble(factor: 1.3).told(&api, within: 400) == nil)
        #expect(try #require(Trouble(factor: 2).told(&larger, within: 8)).fault.kind == .slow)
    }

    /// In which hardly a single value stands out.
    @Test func aLastingStepIsNotToldAgain() throws {
        let step = Trouble(factor: 1.3)
        for start in Self.starts {
            var api = start
            let patterns = step.patterns(&api, probes: 100)
            try #require(!patterns.isEmpty)
            api.detector.update(excused: patterns)
            #expect(step.told(&api, within: 100) == nil)
            _ = api.probes(60)
            #expect(try #require(Trouble(factor: 2).told(&api, within: 8)).fault.kind == .slow)
        }
    }

    /// How many of 20 are slow wavers.
    @Test(arguments: [20, 30, 40, 50] as [UInt64])
    func theSameShareAtRandomIsNotToldAgain(_ percent: UInt64) throws {
        for (seed, start) in Self.starts.enumerated() {
            var api = start
            var random = SplitMix(state: UInt64(seed) * 100 + percent)
            func probe() -> Verdict { api.probe(factor: random.next() % 100 < percent ? 4 : 1) }
            var patterns: [FaultPattern] = []
            for _ in 0..<110 { patterns = probe().patterns }
            try #require(!patterns.isEmpty)
            _ = api.probes(400)
            api.detector.update(excused: patterns)
            let again = (0..<400).compactMap { _ in probe().fault }
            #expect(again.isEmpty)
        }
    }

    /// Of an API with two faults, the second is what it is by itself.
    @Test func eachFaultHasItsOwnPatterns() throws {
        var (api, first) = try afterTheFault(Self.cases[0])
        var second: [FaultPattern] = []
        for index in 0..<40 { second = Trouble(factor: 4).probe(&api, index).patterns }
        #expect(try #require(first.first).extreme < 1.1)
        let pattern = try #require(second.first)
        #expect((1.4...1.8).contains(pattern.extreme), "\(pattern)")
        #expect(pattern.share == 1)
        #expect((36...40).contains(pattern.probes), "\(pattern)")
    }

    // MARK: How long

    /// Of 75 seconds; whatever it was called, trouble that goes on for longer is told.
    @Test(arguments: [10.0, 20])
    func aGlitchExcusesAnHourOfItAtMost(_ factor: Double) throws {
        var api = TestAPI.afterTwoDays
        let patterns = Trouble(factor: 20).patterns(&api, probes: 5)
        try #require(!patterns.isEmpty)
        api.detector.update(excused: patterns)
        let told = try #require(Trouble(factor: factor).told(&api, within: 260))
        #expect(told.probe > 240)
        #expect(told.fault.kind == .slow)
    }

    /// Six hours of it that were called no fault do not become usual.
    @Test func whatIsWorseIsStillToldAfterHoursOfIt() throws {
        var api = TestAPI.afterTwoDays
        var patterns = Trouble(factor: 2).patterns(&api, probes: 40)
        for index in patterns.indices { patterns[index].probes = 1440 }
        api.detector.update(excused: patterns)
        #expect(Trouble(factor: 2).told(&api, within: 1440) == nil)
        _ = api.probes(240)
        #expect(try #require(Trouble(factor: 3).told(&api, within: 8)).fault.kind == .slow)
    }

    // MARK: Taken back

    @Test(arguments: [0, 1, 5, 20, 40])
    func takingItBackTellsNothingWhileAllIsQuiet(_ quiet: Int) {
        for start in Self.starts {
            var api = start
            api.detector.update(excused: Trouble(factor: 2).patterns(&api, probes: 40))
            #expect(Trouble(factor: 2).told(&api, within: 60) == nil)
            _ = api.probes(quiet)
            api.detector.update(excused: [])
            let faults = api.probes(200).compactMap(\.fault)
            #expect(faults.isEmpty)
        }
    }

    // MARK: Others

    @Test(arguments: cases)
    func aPatternOfAnotherKindChangesNothing(_ example: Case) {
        var api = TestAPI.afterTwoDays
        var other = api
        let kinds = Fault.Kind.allCases.filter { $0 != example.kind }
        other.detector.update(excused: kinds.map { FaultPattern(kind: $0, share: 1, extreme: 9) })
        for index in 0..<example.probes {
            #expect(example.trouble.probe(&api, index) == example.trouble.probe(&other, index))
        }
    }

    @Test func aPatternOfAPhaseIsOfThatPhaseAlone() throws {
        var api = TestAPI.afterTwoDays
        api.detector.update(excused: [FaultPattern(kind: .slow, phase: .dns, share: 1, extreme: 1)])
        var whole = api
        let told = try #require(Trouble(phase: .connect, milliseconds: 15).told(&api, within: 8))
        #expect(told.fault.phase == .connect)
        #expect(try #require(Trouble(factor: 4).told(&whole, within: 8)).fault.phase == nil)
    }

    // MARK: While it lasts

    /// The API in the middle of a fault, so many probes after it was told, and what it has looked like so far.
    private func underWay(
        _ trouble: Trouble, for probes: Int = 20, from start: TestAPI = .afterTwoDays
    ) throws -> (api: TestAPI, patterns: [FaultPattern]) {
        var api = start
        _ = try #require(trouble.told(&api, within: 20))
        var patterns: [FaultPattern] = []
        for index in 0..<probes { patterns = trouble.probe(&api, index).patterns }
        return (api, patterns)
    }

    @Test func aFaultThatIsEndedIsOver() throws {
        var api = try underWay(Trouble(factor: 3)).api
        api.detector.endFault()
        for verdict in api.probes(100) {
            #expect(verdict.fault == nil)
            #expect(verdict.patterns.isEmpty)
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
        var (api, patterns) = try underWay(example.trouble)
        api.detector.endFault()
        api.detector.update(excused: patterns)
        #expect(example.trouble.told(&api, within: 200) == nil)
    }

    /// From its first minute on.
    @Test(arguments: [1, 2, 4, 8])
    func aFaultThatIsCalledNoneAtOnceIsToldNoMore(_ probes: Int) throws {
        for start in Self.starts {
            var (api, patterns) = try underWay(Trouble(factor: 2), for: probes, from: start)
            api.detector.endFault()
            api.detector.update(excused: patterns)
            #expect(Trouble(factor: 2).told(&api, within: 100) == nil)
        }
    }

    /// Nor is it told by the name of the whole, of which hardly a probe was far off by then.
    @Test(arguments: cases.suffix(2), [1, 2, 4, 8, 20])
    func aFaultOfAPhaseThatIsCalledNoneAtOnceIsToldNoMore(_ example: Case, probes: Int) throws {
        for start in Self.starts {
            var (api, patterns) = try underWay(example.trouble, for: probes, from: start)
            api.detector.endFault()
            api.detector.update(excused: patterns)
            let told = example.trouble.told(&api, within: 200)
            #expect(told == nil)
        }
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
    func thePatternsGoOnWhereTheyWereSaved(_ example: Case) throws {
        var running = try underWay(example.trouble).api
        var restored = running
        restored.detector = try self.restored(running)
        for index in 20..<40 {
            let expected = example.trouble.probe(&running, index).patterns
            #expect(example.trouble.probe(&restored, index).patterns == expected)
            #expect(!expected.isEmpty)
        }
    }

    /// What was called no fault is told to a detector before it is restored.
    @Test(arguments: cases)
    func aRestoredDetectorStillExcuses(_ example: Case) throws {
        var (api, patterns) = try afterTheFault(example)
        api.detector = try restored(api, excused: patterns)
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

    /// For as long as such failures may go on.
    @Test func asManyOfTwentyAreNotToldAgain() {
        var api = excused(Self.sevenOfTwenty)
        for _ in 0..<5 {
            #expect(told(7, within: 40, &api) == nil)
            let after = api.probes(60).compactMap(\.fault)
            #expect(after.isEmpty)
        }
    }

    /// A quarter of the probes failed for 28 of them: 20, those that were called no fault, and one more.
    @Test func failuresThatGoOnAreToldAfterAll() throws {
        var api = excused(Self.sevenOfTwenty)
        let probe = try #require(told(7, within: 60, &api))
        #expect((41...48).contains(probe), "\(probe)")
    }

    /// An outage was called no fault: so was not that nine of ten fail for hours.
    @Test func nineOfTenFailingIsToldWhateverWasExcused() throws {
        var api = excused(FaultPattern(kind: .failures, share: 1, extreme: 40))
        let probe = try #require(told(18, within: 60, &api))
        #expect(probe > 18, "\(probe)")
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

    @Test(arguments: [1, 40, 100])
    func oneFailureAfterThatIsTakenBackTellsNothing(_ quiet: Int) {
        var api = excused(Self.eightInARow)
        _ = told(20, within: 8, &api)
        _ = api.probes(quiet)
        api.detector.update(excused: [])
        #expect(api.probe(failure: Self.refused).fault == nil)
        let after = api.probes(100).compactMap(\.fault)
        #expect(after.isEmpty)
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
