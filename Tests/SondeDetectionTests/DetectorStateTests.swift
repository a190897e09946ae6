import SondeCore
import Testing

@testable import SondeDetection

/// What a detector has learned, saved and restored.
@Suite struct DetectorStateTests {
    private let orders = Endpoint(name: "orders", url: "http://127.0.0.1:1/")

    private func fresh() -> AnomalyDetector {
        AnomalyDetector(settings: orders.anomaly, interval: orders.interval, seed: 1)
    }

    private func saved(_ api: TestAPI) -> DetectorState { DetectorState(api.detector, of: orders, at: api.time) }

    /// The same faults at the same probes with the same reasons as one that never stopped.
    @Test func aRestoredDetectorTellsTheSameFaults() throws {
        var running = TestAPI.afterTwoDays
        var restored = running
        restored.detector = try #require(saved(running).restored(fresh(), of: orders))
        #expect(restored.detector.learning == running.detector.learning)
        for probe in 0..<400 {
            let factor = 100..<200 ~= probe ? 1.6 : 1
            let failure = 300..<310 ~= probe ? ProbeFailure(.timeout, "Timed out.") : nil
            let first = running.probe(factor: factor, failure: failure)
            let second = restored.probe(factor: factor, failure: failure)
            #expect(first.fault == second.fault, "probe \(probe)")
        }
        #expect(running.detector.learning == restored.detector.learning)
    }

    @Test func aFaultUnderWayGoesOn() throws {
        var api = TestAPI.afterTwoDays
        var fault: Fault?
        for _ in 0..<60 where fault == nil { fault = api.probe(factor: 3).fault }
        let told = try #require(fault)
        api.detector = try #require(saved(api).restored(fresh(), of: orders))
        #expect(api.probe(factor: 3).fault == told)
    }

    /// The forest is not saved; it is grown again within 40 probes, and single probes are judged from then on.
    @Test func theForestGrowsAgain() throws {
        var api = TestAPI.afterTwoDays
        api.detector = try #require(saved(api).restored(fresh(), of: orders))
        #expect(!api.detector.judgesProbes)
        for _ in 0..<42 { _ = api.probe() }
        #expect(api.detector.judgesProbes)
        let verdict = api.probe(milliseconds: 2000)
        #expect(verdict.isMark, "\(verdict)")
    }

    @Test func savingAgainGivesTheSameBytes() throws {
        let first = saved(TestAPI.afterTwoDays)
        let detector = try #require(first.restored(fresh(), of: orders))
        #expect(DetectorState(detector, of: orders, at: first.savedAt) == first)
    }

    /// Ten thousand of them are read in a second.
    @Test func itIsSmall() {
        #expect(saved(TestAPI.afterTwoDays).bytes.count < 30_000)
    }

    @Test func anotherTargetOrIntervalIsNotTakenOver() {
        let state = saved(TestAPI.afterTwoDays)
        var other = orders
        other.url = "http://127.0.0.1:2/"
        #expect(state.restored(fresh(), of: other) == nil)
        other = orders
        other.method = "HEAD"
        #expect(state.restored(fresh(), of: other) == nil)
        other = orders
        other.interval = .seconds(60)
        #expect(state.restored(fresh(), of: other) == nil)
        other = orders
        other.anomaly.sensitivity = .low
        #expect(state.restored(fresh(), of: other) != nil)
    }

    /// A state that is cut off anywhere, or too long, is none.
    @Test func aDamagedStateIsNotTakenOver() {
        let state = saved(TestAPI.afterTwoDays)
        for count in stride(from: 0, to: state.bytes.count, by: 97) {
            let cut = DetectorState(savedAt: state.savedAt, bytes: Array(state.bytes.prefix(count)))
            #expect(cut.restored(fresh(), of: orders) == nil, "\(count) bytes")
        }
        let longer = DetectorState(savedAt: state.savedAt, bytes: state.bytes + [0])
        #expect(longer.restored(fresh(), of: orders) == nil)
    }

    /// Whatever the bytes are, nothing traps, then or when it goes on.
    @Test func scrambledBytesDoNoHarm() {
        let state = saved(TestAPI.afterTwoDays)
        var random = SplitMix(state: 7)
        for _ in 0..<300 {
            var bytes = state.bytes
            for _ in 0..<8 { bytes[18 + Int(random.next() % UInt64(bytes.count - 18))] = UInt8(random.next() & 0xff) }
            let scrambled = DetectorState(savedAt: state.savedAt, bytes: bytes)
            guard let detector = scrambled.restored(fresh(), of: orders) else { continue }
            var api = TestAPI.afterTwoDays
            api.detector = detector
            for _ in 0..<50 { _ = api.probe() }
        }
    }
}
