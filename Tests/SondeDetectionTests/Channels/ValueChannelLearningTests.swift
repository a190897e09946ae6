import SondeCore
import Testing

@testable import SondeDetection

/// How far a channel says that it has come: from 0 to 1 in the first 25 hours.
@Suite struct ValueChannelLearningTests {
    private func learning(hours: Double, interval: Duration = .seconds(15)) -> EndpointStatus.Learning {
        var run = ChannelRun(interval: interval, swing: 0)
        run.feed(hours: hours)
        return run.channel.learning
    }

    private func share(of learning: EndpointStatus.Learning) -> Double? {
        guard case .learning(let share) = learning else { return nil }
        return share
    }

    @Test func beginsWithNothing() {
        #expect(ChannelRun().channel.learning == .learning(share: 0))
        #expect(learning(hours: 1.0 / 240) == .learning(share: 0))
    }

    @Test(arguments: [(5.0, 0.2), (12.5, 0.5), (24.9, 0.996)])
    func growsWithTime(hours: Double, expected: Double) throws {
        let found = try #require(share(of: learning(hours: hours)))
        #expect(abs(found - expected) < 0.001, "\(found)")
    }

    @Test func neverFallsAndEndsAtOne() throws {
        var run = ChannelRun(interval: .seconds(300), swing: 0)
        var last = 0.0
        while let share = share(of: run.channel.learning) {
            #expect(share >= last && share <= 1)
            last = share
            run.next()
            try #require(run.time < .monday.later(hours: 30))
        }
        #expect(last > 0.99)
        #expect(run.time == .monday.later(hours: 25))
        #expect(run.channel.learning == .learned(since: .monday.later(hours: 25)))
    }

    /// An hour between values: sixty of them take longer than 25 hours.
    @Test func sixtyValuesAreNeeded() throws {
        let half = try #require(share(of: learning(hours: 30, interval: .seconds(3600))))
        #expect(abs(half - 0.5) < 1e-9)
        let most = try #require(share(of: learning(hours: 59, interval: .seconds(3600))))
        #expect(abs(most - 59.0 / 60) < 1e-9)
        #expect(share(of: learning(hours: 60, interval: .seconds(3600))) == nil)
    }

    @Test func aWeekOfNothingBeginsAnew() throws {
        var run = ChannelRun.afterTwoDays
        #expect(run.channel.learning == .learned(since: .monday.later(hours: 25)))
        run.pause(hours: 24 * 8)
        run.next()
        #expect(run.channel.learning == .learning(share: 0))
    }
}
