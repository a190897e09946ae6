import SondeCore
import Testing

@testable import SondeDetection

/// What is normal, and what is not learned.
@Suite struct ValueChannelQuietTests {
    @Test func aDailyRhythmIsNoAlarm() {
        var run = ChannelRun(swing: 0.5)
        let learning = run.feed(hours: 48)
        #expect(learning.isEmpty)
        let third = run.feed(hours: 24)
        #expect(third.isEmpty)
    }

    /// The rhythm is as steep as 12 % an hour, which is a fault at a time of day that is usually flat.
    @Test func theSameRiseAtAnotherTimeIsAnAlarm() {
        var run = ChannelRun(swing: 0.5)
        run.feed(hours: 54)
        let alarms = (1...8).flatMap { run.feed(hours: 0.5, factor: 1 + 0.06 * Double($0)) }
        #expect(!alarms.isEmpty)
    }

    /// Monday to Monday at a probe a minute; the weekend is 25 % faster.
    @Test func aWeekendAndTheMondayAfterAreNoAlarm() {
        var run = ChannelRun(interval: .seconds(60))
        for week in 1...2 {
            let weekdays = run.feed(hours: 120)
            let weekend = run.feed(hours: 48, factor: 0.75)
            let monday = run.feed(hours: 24)
            #expect(weekdays.isEmpty, "week \(week)")
            #expect(weekend.isEmpty, "week \(week)")
            #expect(monday.isEmpty, "week \(week)")
        }
    }

    @Test func nothingIsLearnedOfAFault() {
        var run = ChannelRun.afterTwoDays
        run.endure(hours: 1, factor: 2)
        run.channel.resetTests()
        let expected = run.next(isQuiet: false).expected
        #expect(abs(expected / run.truth(at: run.time) - 1) < 0.15)
        #expect(run.firstAlarm(within: 40, factor: 1.6) == .high)
        // Nor on the next day at the same time.
        var next = ChannelRun.afterTwoDays
        next.endure(hours: 1, factor: 2)
        next.channel.resetTests()
        next.feed(hours: 23)
        #expect(next.firstAlarm(within: 20, factor: 2) != nil)
    }

    /// Not even of values that are no alarm: it is as if there had been none.
    @Test func nothingAtAllIsLearnedUnlessItIsQuiet() {
        var run = ChannelRun.afterTwoDays
        var pausing = ChannelRun.afterTwoDays
        run.endure(hours: 1, factor: 1.1)
        pausing.pause(hours: 1)
        let after = run.channel.judge(1000, at: run.time, isQuiet: false)
        let afterPause = pausing.channel.judge(1000, at: pausing.time, isQuiet: false)
        #expect(after.expected == afterPause.expected)
        #expect(after.deviation == afterPause.deviation)
    }

    /// Values that are an alarm are not learned, whether or not the owner knows of the fault.
    @Test func anAlarmTeachesNothing() {
        var run = ChannelRun.afterTwoDays
        while run.next(factor: 2).alarm == nil {}
        var enduring = run
        let alarms = run.feed(hours: 1, factor: 2)
        enduring.endure(hours: 1, factor: 2)
        #expect(alarms.count == 240)
        let reading = run.next()
        let other = enduring.next()
        #expect(reading.expected == other.expected)
        #expect(reading.deviation == other.deviation)
    }

    @Test func aPauseIsNoFault() {
        var run = ChannelRun.afterTwoDays
        run.pause(hours: 5)
        let after = run.feed(hours: 20)
        #expect(after.isEmpty)
    }

    /// A laptop that sleeps at night, an API that was down yesterday: the one day that is known has a gap.
    @Test func aGapInTheOnlyDayIsNoAlarm() {
        var run = ChannelRun()
        run.feed(hours: 10)
        run.pause(hours: 4)
        run.feed(hours: 10)
        let alarms = run.feed(hours: 24)
        #expect(alarms.isEmpty)
    }

    @Test func aPauseOfTwoWeeksIsNoAlarm() {
        var run = ChannelRun.afterTwoDays
        run.pause(hours: 24 * 14)
        let alarms = run.feed(hours: 2)
        #expect(alarms.isEmpty)
    }

    /// Intervals of up to 31 days are allowed.
    @Test(arguments: [1, 6, 8])
    func slowProbesAreExpectedToo(hours: Int) {
        #expect(Self.knowsAFlatSeries(hours: hours))
    }

    @Test(arguments: [12, 13, 24, 48])
    func verySlowProbesAreExpectedToo(hours: Int) {
        #expect(Self.knowsAFlatSeries(hours: hours))
    }

    /// Whether 400 values of a flat series with usual noise are no alarm and leave a sensible expectation.
    private static func knowsAFlatSeries(hours: Int) -> Bool {
        var run = ChannelRun(interval: .seconds(3600 * hours), swing: 0)
        let alarms = run.feed(hours: Double(400 * hours))
        let reading = run.next()
        return alarms.isEmpty && abs(reading.expected / 100 - 1) < 0.5 && reading.deviation < 0.5
    }
}
