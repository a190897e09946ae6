import SondeCore
import Testing

@testable import SondeDetection

/// How much a value channel says before it knows a day.
@Suite struct ValueChannelTrustTests {
    /// Half an hour of values and a day without any are half an hour.
    @Test func aGapIsNoExperience() {
        var run = ChannelRun()
        run.feed(hours: 0.5)
        run.pause(hours: 30)
        run.feed(hours: 0.5)
        var whole = ChannelRun()
        whole.feed(hours: 1)
        // The value after the gap begins anew: one step less.
        #expect(run.channel.learning == .learning(share: (3600 - 2 * 15) / 90_000))
        #expect(whole.channel.learning == .learning(share: (3600 - 15) / 90_000))
    }

    private func run(values: Int) -> ChannelRun {
        var run = ChannelRun(swing: 0)
        run.feed(hours: Double(values) / 240)
        return run
    }

    @Test(arguments: [0, 1, 20, 40])
    func nothingIsToldBeforeSixtyValues(values: Int) {
        var run = run(values: values)
        for number in values..<60 { #expect(run.next(factor: number < 50 ? 1 : 50).alarm == nil) }
    }

    @Test func fiftyTimesIsToldAfterSixty() {
        #expect(run(values: 60).firstAlarm(within: 6, factor: 50) == .high)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var factor: Double
        var alarm: ValueChannel.Alarm?
        var testDescription: String { "\(factor) times" }
    }

    @Test(arguments: [
        Case(factor: 1.6), Case(factor: 2), Case(factor: 0.5), Case(factor: 0.35), Case(factor: 5, alarm: .high),
        Case(factor: 0.1, alarm: .low),
    ])
    func theFirstDayTellsGrossEffectsOnly(_ effect: Case) {
        for hours in [2.0, 8, 20] {
            let alarm = run(values: Int(hours * 240)).firstAlarm(within: 40, factor: effect.factor)
            #expect(alarm == effect.alarm, "after \(hours) h")
        }
    }

    /// A day, and an hour to settle beside it.
    @Test(arguments: [24.9, 25.1])
    func smallEffectsAreToldAfterTwentyFiveHours(hours: Double) {
        let run = run(values: Int(hours * 240))
        #expect((run.firstAlarm(within: 20, factor: 1.6) != nil) == (hours > 25))
    }

    /// While no whole week is known, faster answers must be faster by more.
    @Test(arguments: [2.5, 9])
    func fastIsToldLaterInTheFirstWeek(days: Double) {
        var run = ChannelRun(interval: .seconds(60), swing: 0)
        run.feed(hours: 24 * days)
        #expect((run.firstAlarm(within: 10, factor: 0.46) != nil) == (days > 8))
    }
}
