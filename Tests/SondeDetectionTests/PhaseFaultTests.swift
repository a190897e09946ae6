import SondeCore
import Testing

@testable import SondeDetection

/// Faults of single phases, which hardly show in the whole: it takes 100 ms, of which DNS takes 2 and TLS 20.
@Suite struct PhaseFaultTests {
    private func fault(_ api: inout TestAPI, _ phase: PhaseTimings.Phase, by milliseconds: Double) -> Fault? {
        for _ in 0..<240 {
            if let fault = api.probe(slow: (phase, milliseconds)).fault { return fault }
        }
        return nil
    }

    @Test func aSlowNameServerIsTold() throws {
        var api = TestAPI.afterTwoDays
        let fault = try #require(fault(&api, .dns, by: 15))
        #expect(fault.kind == .slow)
        #expect(fault.severity == .high)
        #expect(fault.began < TestAPI.afterTwoDays.time.advanced(by: .seconds(120)))
        let reason = try #require(fault.reasons.first)
        #expect(reason.firstMatch(of: #/^DNS 1[67](\.\d+)? ms, (8|9)(\.\d)? times its usual for /#) != nil, "\(reason)")
        #expect(fault.reasons[1] == "connect, TLS and time to first byte normal")
        #expect(fault.reasons[2].hasPrefix("response time 1"))
    }

    @Test func nothingIsToldOfAPhaseThatGrewByTooLittleToMatter() {
        var api = TestAPI.afterTwoDays
        let fault = fault(&api, .dns, by: 1.5)
        #expect(fault == nil)
    }

    /// As long as it lasts it is one fault; ten quiet minutes after it, none.
    @Test func aFaultOfAPhaseIsToldOnceAndEnds() throws {
        var api = TestAPI.afterTwoDays
        let began = try #require(fault(&api, .tls, by: 30)).began
        for _ in 0..<60 {
            let fault = api.probe(slow: (.tls, 30)).fault
            #expect(fault?.began == began)
        }
        let after = api.probes(120)
        #expect(after.first?.fault != nil)
        #expect(after.last?.fault == nil)
    }

    /// After half an hour the longer way is the usual one; going back is no fault either.
    @Test func aLongerRouteIsAcceptedAfterHalfAnHour() throws {
        var api = TestAPI.afterTwoDays
        let began = try #require(fault(&api, .connect, by: 15)).began
        for _ in 0..<120 { _ = api.probe(slow: (.connect, 15)) }
        let later = (0..<480).map { _ in api.probe(slow: (.connect, 15)).fault }
        #expect(later.last == .some(nil))
        #expect(later.allSatisfy { $0 == nil || $0?.began == began })
        let after = api.probes(480)
        #expect(after.allSatisfy { $0.fault == nil })
    }

    /// Whatever else is odd, a fault of the whole is told as one, with the phase that made it.
    @Test func aFaultOfTheWholeNamesThePhase() throws {
        var api = TestAPI.afterTwoDays
        let reasons = try #require(fault(&api, .ttfb, by: 300)).reasons
        #expect(reasons[0].hasPrefix("response time "))
        #expect(reasons[1].hasPrefix("time to first byte "))
    }

    /// On a reused connection there is no DNS, connect or TLS; they are judged where they happen.
    @Test func phasesThatDoNotHappenAreNotMissed() {
        var channels = PhaseChannels(interval: .seconds(15), horizon: 1e7)
        var time = Timestamp.monday
        for probe in 0..<6000 {
            time = time.advanced(by: .seconds(15))
            let isReused = probe % 4 != 0
            let phases = PhaseTimings(
                dns: isReused ? nil : .milliseconds(2), ttfb: .milliseconds(90 + probe % 7))
            let readings = channels.judge(phases, beside: 100, at: time, isQuiet: true)
            #expect(readings.map(\.phase) == (isReused ? [.ttfb] : [.dns, .ttfb]))
            let odd = readings.filter(\.isOdd)
            #expect(odd.isEmpty)
        }
    }

    @Test func nothingIsJudgedBeforeTheWholeIsKnown() {
        var channels = PhaseChannels(interval: .seconds(15), horizon: 1e7)
        let phases = PhaseTimings(ttfb: .milliseconds(90))
        let readings = channels.judge(phases, beside: nil, at: .monday, isQuiet: true)
        #expect(readings.isEmpty)
    }
}
