import Foundation
import SondeCore
import Testing

@testable import SondeDetection

/// What has come to stay and never settles.
@Suite struct LastingFaultTests {
    /// Every other answer takes four times as long.
    private func jitter(_ api: inout TestAPI, hours: Double) -> [Fault?] {
        (0..<Int(hours * 240)).map { api.probe(factor: $0 % 2 == 0 ? 4 : 1).fault }
    }

    @Test func itIsOneFaultForADayAndThenNone() throws {
        var api = TestAPI.afterTwoDays
        let first = jitter(&api, hours: 1)
        let began = try #require(first.compactMap { $0 }.first).began
        let day = jitter(&api, hours: 22.5)
        #expect(day.allSatisfy { $0?.began == began })
        let after = jitter(&api, hours: 26)
        #expect(after.last == .some(nil))
        #expect(after.allSatisfy { $0 == nil || $0?.began == began })
    }

    @Test func whatCameToStayIsLearned() {
        var api = TestAPI.afterTwoDays
        _ = jitter(&api, hours: 25)
        #expect(api.detector.learning != TestAPI.afterTwoDays.detector.learning)
        let next = jitter(&api, hours: 48)
        #expect(next.allSatisfy { $0 == nil })
        // What is far beyond even that is told.
        let worse = (0..<40).map { _ in api.probe(factor: 12).fault }
        #expect(worse.last??.kind == .slow)
    }

    /// A body that was always the same and is another one from now on.
    @Test(arguments: [600, 8000])
    func anotherSizeForGoodIsToldOnce(_ bytes: Int) {
        var api = TestAPI.afterTwoDays
        var began: Set<Timestamp> = []
        for _ in 0..<5 * 5760 {
            if let fault = api.probe(bytes: bytes).fault { began.insert(fault.began) }
        }
        #expect(began.count == 1)
    }

    /// One that was always the same and varies from now on.
    @Test func aSizeThatBeginsToVaryIsToldOnce() {
        var api = TestAPI.afterTwoDays
        var random = SplitMix(state: 5)
        var began: Set<Timestamp> = []
        for _ in 0..<3 * 5760 {
            let bytes = Int(2048 * exp(0.3 * random.normal()))
            if let fault = api.probe(bytes: bytes).fault { began.insert(fault.began) }
        }
        #expect(began.count <= 1)
    }

    @Test func aNewReleaseMayAnswerWithALittleMore() {
        var api = TestAPI.afterTwoDays
        let told = (0..<600).compactMap { _ in api.probe(bytes: 2500).fault }
        #expect(told.isEmpty)
    }

    @Test func failuresStayAFault() {
        var api = TestAPI.afterTwoDays
        let refused = ProbeFailure(.refused, "Connection refused by 127.0.0.1:1.")
        let faults = (0..<12_000).map { _ in api.probe(failure: refused).fault }
        #expect(faults.dropFirst(5).allSatisfy { $0?.kind == .failures })
    }
}
