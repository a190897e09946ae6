import SondeCore
import Testing

@testable import SondeDetection

@Suite struct FaultEpisodeTests {
    /// An episode with its clock; a probe every 15 s.
    private struct Run {
        var episode = FaultEpisode()
        var time = Timestamp.monday
        /// How often reasons were asked for.
        var told = 0

        mutating func probe(_ alarm: Fault.Kind? = nil, isOdd: Bool = false, failed: Bool = false, count: Int = 1) {
            for _ in 0..<count {
                time = time.advanced(by: .seconds(15))
                let evidence = FaultEpisode.Evidence(
                    alarm: alarm.map { .init(kind: $0, severity: .high) }, isOdd: isOdd || alarm != nil && !failed,
                    failed: failed)
                episode.observe(evidence, at: time) { kind in
                    told += 1
                    return ["\(kind) no. \(told)"]
                }
            }
        }
    }

    @Test func beginsAtAnAlarm() {
        var run = Run()
        run.probe(isOdd: true, count: 10)
        run.probe(failed: true, count: 10)
        #expect(run.episode.fault == nil)
        #expect(run.told == 0)
        run.probe(.slow)
        #expect(run.episode.fault == Fault(kind: .slow, severity: .high, began: run.time, reasons: ["slow no. 1"]))
    }

    @Test func isToldOnce() {
        var run = Run()
        run.probe(.slow)
        let fault = run.episode.fault
        run.probe(.failures, failed: true, count: 5)
        run.probe(.large, count: 5)
        #expect(run.episode.fault == fault)
        #expect(run.told == 1)
    }

    /// Forty probes at 15 s.
    @Test func endsAfterTenQuietMinutes() {
        var run = Run()
        run.probe(.slow)
        run.probe(count: 39)
        #expect(run.episode.fault != nil)
        run.probe()
        #expect(run.episode.fault == nil)
        run.probe(.slow)
        #expect(run.episode.fault?.reasons == ["slow no. 2"])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var isOdd = false
        var failed = false
    }

    @Test(arguments: [Case(testDescription: "odd", isOdd: true), Case(testDescription: "failed", failed: true)])
    func suchAProbeProlongsIt(_ probe: Case) {
        var run = Run()
        run.probe(.slow)
        for _ in 0..<5 {
            run.probe(count: 38)
            run.probe(isOdd: probe.isOdd, failed: probe.failed)
        }
        run.probe(count: 39)
        #expect(run.episode.fault != nil)
        run.probe()
        #expect(run.episode.fault == nil)
    }

    @Test func afterItsEndNothingOfItIsLeft() {
        var run = Run()
        run.probe(.slow)
        run.probe(count: 20)
        run.episode.end()
        #expect(run.episode.fault == nil)
        run.probe(count: 100)
        run.probe(.slow)
        run.probe(count: 39)
        #expect(run.episode.fault != nil)
    }

    @Test func anOutageEndsWithTheFirstGoodProbe() {
        var run = Run()
        run.probe(.failures, failed: true, count: 4)
        #expect(run.episode.fault != nil)
        run.probe()
        #expect(run.episode.fault == nil)
    }

    @Test func threeFailuresAreNoOutage() {
        var run = Run()
        run.probe(.failures, failed: true, count: 3)
        run.probe(count: 39)
        #expect(run.episode.fault != nil)
        run.probe()
        #expect(run.episode.fault == nil)
    }

    /// Every other probe fails: a good one proves nothing.
    @Test func aPartialFailureIsNoOutage() {
        var run = Run()
        for _ in 0..<20 {
            run.probe(.failures, failed: true)
            run.probe()
            #expect(run.episode.fault != nil)
        }
    }

    /// A slow answer after an outage is not a good one.
    @Test func anOddProbeDoesNotEndAnOutage() {
        var run = Run()
        run.probe(.failures, failed: true, count: 10)
        run.probe(isOdd: true)
        #expect(run.episode.fault != nil)
        run.probe()
        #expect(run.episode.fault == nil)
    }

    @Test func failuresWithinASlowFaultAreNoOutage() {
        var run = Run()
        run.probe(.slow)
        run.probe(failed: true, count: 20)
        run.probe()
        #expect(run.episode.fault != nil)
    }

    /// The failures of one outage do not count in the next one.
    @Test func eachOutageCountsItsOwnFailures() {
        var run = Run()
        run.probe(.failures, failed: true, count: 10)
        run.probe()
        run.probe(.failures, failed: true)
        run.probe()
        #expect(run.episode.fault != nil)
    }

    @Test(arguments: [Fault.Kind.slow, .fast, .large, .small])
    func aNewLevelMayBeAcceptedAfterHalfAnHour(kind: Fault.Kind) {
        var run = Run()
        #expect(!run.episode.mayAccept(at: run.time))
        run.probe(kind, count: 120)
        #expect(!run.episode.mayAccept(at: run.time))
        run.probe(kind)
        #expect(run.episode.mayAccept(at: run.time))
    }

    @Test func failuresAreNeverAccepted() {
        var run = Run()
        run.probe(.failures, failed: true, count: 1000)
        #expect(!run.episode.mayAccept(at: run.time))
    }
}
