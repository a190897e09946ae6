import SondeCore
import Testing

@testable import SondeDetection

@Suite struct SeriesEpisodeTests {
    /// An episode with its clock.
    private struct Run {
        var episode: SeriesEpisode
        var time = Timestamp.monday
        /// How often reasons were asked for.
        var told = 0
        private let interval: Duration

        init(interval: Duration = .seconds(60)) {
            self.interval = interval
            episode = SeriesEpisode(interval: interval)
        }

        mutating func judge(_ kind: Fault.Kind? = nil, count: Int = 1) {
            for _ in 0..<count {
                time = time.advanced(by: interval)
                episode.observe(kind, at: time) { kind in
                    told += 1
                    return ["\(kind) no. \(told)"]
                }
            }
        }
    }

    @Test func beginsAtEvidence() {
        var run = Run()
        run.judge(count: 5)
        #expect(run.episode.fault == nil && run.episode.lastEvidence == nil)
        run.judge(.high)
        #expect(run.episode.fault == Fault(kind: .high, severity: .high, began: run.time, reasons: ["high no. 1"]))
        #expect(run.episode.lastEvidence == run.time)
    }

    @Test(arguments: [
        (Fault.Kind.zero, Severity.critical), (.missing, .high), (.high, .high), (.low, .high),
    ])
    func nothingMeasuredIsCritical(kind: Fault.Kind, severity: Severity) {
        var run = Run()
        run.judge(kind)
        #expect(run.episode.fault?.severity == severity)
    }

    @Test func isToldOnce() {
        var run = Run()
        run.judge(.high)
        let fault = run.episode.fault
        for kind in [Fault.Kind.high, .low, .zero, .missing, .high] {
            run.judge(kind)
            #expect(run.episode.fault == fault)
            #expect(run.episode.lastEvidence == run.time)
        }
        #expect(run.told == 1)
    }

    @Test func isOverAfterThirtyQuietValues() {
        var run = Run()
        run.judge(.high)
        let evidence = run.time
        run.judge(count: 29)
        #expect(run.episode.fault != nil)
        run.judge()
        #expect(run.episode.fault == nil)
        #expect(run.episode.lastEvidence == evidence)
        run.judge(.low)
        #expect(run.episode.fault?.reasons == ["low no. 2"])
    }

    @Test(arguments: [Fault.Kind.high, .zero, .missing])
    func evidenceProlongsIt(kind: Fault.Kind) {
        var run = Run()
        run.judge(.zero)
        for _ in 0..<5 {
            run.judge(count: 29)
            run.judge(kind)
        }
        run.judge(count: 29)
        #expect(run.episode.fault?.kind == .zero)
        run.judge()
        #expect(run.episode.fault == nil)
    }

    // MARK: A new level

    /// Half an hour, or 120 values where that is sooner, and at least 20.
    @Test(arguments: [(5, 600), (15, 1800), (60, 1800), (300, 6000)])
    func aLevelThatLastsIsAccepted(interval: Int, seconds: Int) {
        var run = Run(interval: .seconds(interval))
        run.judge(.high)
        run.judge(.high, count: seconds / interval - 1)
        #expect(run.episode.fault != nil)
        run.judge(.high)
        #expect(run.episode.fault == nil)
    }

    @Test func anAcceptedLevelIsNotToldAgainBeforeItIsLeft() {
        var run = Run()
        run.judge(.high, count: 31)
        #expect(run.episode.fault == nil)
        let evidence = run.episode.lastEvidence
        run.judge(.high, count: 100)
        run.judge(count: 29)
        run.judge(.low)
        #expect(run.episode.fault == nil && run.told == 1)
        #expect(run.episode.lastEvidence == evidence)
        run.judge(count: 30)
        run.judge(.high)
        #expect(run.episode.fault?.reasons == ["high no. 2"])
    }

    /// A level is accepted in either direction: one that swings is one.
    @Test func highAndLowAreOneLevel() {
        var run = Run()
        run.judge(.high)
        for number in 0..<29 { run.judge(number.isMultiple(of: 2) ? .low : .high) }
        #expect(run.episode.fault?.kind == .high)
        run.judge(.low)
        #expect(run.episode.fault == nil)
    }

    @Test(arguments: [Fault.Kind.zero, .missing])
    func nothingIsNeverAccepted(kind: Fault.Kind) {
        var run = Run()
        run.judge(kind, count: 500)
        #expect(run.episode.fault?.kind == kind && run.told == 1)
        run.judge(.high, count: 500)
        #expect(run.episode.fault?.kind == kind && run.told == 1)
    }

    @Test(arguments: [Fault.Kind.zero, .missing])
    func atAnAcceptedLevelNothingIsToldStill(kind: Fault.Kind) {
        var run = Run()
        run.judge(.high, count: 31)
        run.judge(kind)
        #expect(run.episode.fault?.kind == kind && run.told == 2)
    }
}
