import Foundation
import SondeCore
import Testing

@testable import SondeDetection

/// A phase that usually takes 10 ms, of an answer that usually takes 100.
@Suite struct PhaseChannelTests {
    private var channel = PhaseChannel(interval: .seconds(15), horizon: 1e7, usual: 100)
    private var time = Timestamp.monday
    private var random = SplitMix(state: 3)

    private mutating func judge(_ milliseconds: Double, isQuiet: Bool = true) -> ValueChannel.Reading {
        time = time.advanced(by: .seconds(15))
        return channel.judge(milliseconds * exp(0.1 * random.normal()), at: time, isQuiet: isQuiet)
    }

    private mutating func days(_ days: Double) -> [ValueChannel.Alarm] {
        (0..<Int(days * 5760)).compactMap { _ in judge(10).alarm }
    }

    /// The first alarm of an hour at a time.
    private func alarm(at milliseconds: Double) -> ValueChannel.Alarm? {
        var copy = self
        for _ in 0..<240 {
            if let alarm = copy.judge(milliseconds).alarm { return alarm }
        }
        return nil
    }

    @Test func growthThatMattersBesideTheWholeIsAnAlarm() {
        var run = self
        let quiet = run.days(2)
        #expect(quiet.isEmpty)
        #expect(run.alarm(at: 30) == .high)
        #expect(run.alarm(at: 20) != nil)
        #expect(run.alarm(at: 10) == nil)
        // A quarter more, but 2.5 % of the whole.
        #expect(run.alarm(at: 12.5) == nil)
    }

    @Test func aPhaseThatIsFasterIsNone() {
        var run = self
        let quiet = run.days(2)
        #expect(quiet.isEmpty)
        #expect(run.alarm(at: 0.5) == nil)
    }

    @Test func whatIsExpectedIsToldInMillisecondsOfThePhase() {
        var run = self
        _ = run.days(1)
        let reading = run.judge(10)
        #expect((9...11).contains(reading.expected))
        #expect(reading.expectedRange == nil)
    }

    /// Ten times the usual time, and nothing that anybody would notice.
    @Test func aMillisecondIsNobodysTrouble() {
        var run = self
        run.channel = PhaseChannel(interval: .seconds(15), horizon: 1e7, usual: 2)
        for _ in 0..<11_520 { _ = run.judge(0.1) }
        #expect(run.alarm(at: 1) == nil)
        #expect(run.alarm(at: 10) == .high)
    }

    @Test func theFloorFitsUntilTheWholeTakesThreeTimesAsLongOrShort() {
        #expect(channel.fits(beside: 100))
        #expect(channel.fits(beside: 290))
        #expect(channel.fits(beside: 35))
        #expect(!channel.fits(beside: 310))
        #expect(!channel.fits(beside: 32))
    }
}
