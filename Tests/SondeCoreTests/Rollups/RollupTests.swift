import SondeCore
import Testing

@Suite struct RollupTests {
    private func result(_ milliseconds: Int?, _ phases: PhaseTimings = PhaseTimings()) -> ProbeResult {
        ProbeResult(
            endpoint: "orders", timestamp: Timestamp(microseconds: 0),
            responseTime: milliseconds.map { .milliseconds($0) }, phases: phases,
            failure: milliseconds == nil ? ProbeFailure(.refused, "Connection refused.") : nil)
    }

    private func rollup(_ milliseconds: [Int?]) -> Rollup {
        milliseconds.reduce(into: Rollup()) { $0.add(result($1)) }
    }

    @Test func countsWhatProbesBrought() {
        let rollup = rollup([100, nil, 300, 200])
        #expect(rollup.count == 4 && rollup.failures == 1 && rollup.responses == 3)
        #expect(rollup.mean == .milliseconds(200))
        #expect(rollup.min == .milliseconds(100) && rollup.max == .milliseconds(300))
    }

    /// A response that broke a condition is a failure with a time.
    @Test func aFailureMayHaveATime() {
        var slow = result(900)
        slow.failure = ProbeFailure(.conditionFailed, "[RESPONSE_TIME] (900) < 500")
        var rollup = Rollup()
        rollup.add(slow)
        #expect(rollup.failures == 1 && rollup.responses == 1 && rollup.mean == .milliseconds(900))
    }

    @Test func withoutResponsesNothingIsKnownOfTimes() {
        let rollup = rollup([nil, nil])
        #expect(rollup.mean == nil && rollup.min == nil && rollup.max == nil && rollup.quantile(0.5) == nil)
    }

    @Test func quantilesStayWithinTheTimes() {
        let rollup = rollup([100, 100, 100])
        #expect(rollup.quantile(0.5) == .milliseconds(100))
        #expect(rollup.quantile(0.99) == .milliseconds(100))
    }

    @Test func phasesAreMeansOverTheProbesInWhichTheyHappened() {
        var rollup = Rollup()
        rollup.add(result(100, PhaseTimings(dns: .milliseconds(4), ttfb: .milliseconds(96))))
        rollup.add(result(50, PhaseTimings(ttfb: .milliseconds(50))))
        #expect(rollup.phases.means == PhaseTimings(dns: .milliseconds(4), ttfb: .milliseconds(73)))
    }

    @Test func phasesGiveTheSameBackAsBytes() throws {
        var sums = PhaseSums()
        #expect(PhaseSums(bytes: sums.bytes) == sums)
        sums.dns = .init(total: .microseconds(1), count: 1)
        sums.ttfb = .init(total: .seconds(90_000), count: 5760)
        #expect(PhaseSums(bytes: sums.bytes) == sums)
        #expect(sums.bytes.count < 14)
        for count in 0..<sums.bytes.count { #expect(PhaseSums(bytes: Array(sums.bytes.prefix(count))) == nil) }
        #expect(PhaseSums(bytes: sums.bytes + [0]) == nil)
    }

    @Test(arguments: [0, 1, 3, 5])
    func addingTwoIsThatOfBoth(_ place: Int) {
        let times = [100, nil, 300, 200, 50]
        var sum = rollup(Array(times[..<place]))
        sum.add(rollup(Array(times[place...])))
        #expect(sum == rollup(times))
    }
}
