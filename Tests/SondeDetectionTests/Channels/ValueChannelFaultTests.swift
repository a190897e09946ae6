import Testing

@testable import SondeDetection

/// What a value channel calls a fault once it knows two days.
@Suite struct ValueChannelFaultTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var factor: Double
        var within: Int
        var alarm: ValueChannel.Alarm
    }

    @Test(arguments: [
        Case(testDescription: "a step to 1.6 times", factor: 1.6, within: 40, alarm: .high),
        Case(testDescription: "a step to 1.25 times", factor: 1.25, within: 60, alarm: .shift),
        Case(testDescription: "a spike to 5 times", factor: 5, within: 4, alarm: .high),
        Case(testDescription: "ten times too small", factor: 0.1, within: 10, alarm: .low),
    ])
    func isFoundSoon(_ fault: Case) {
        // At four times of the day, on the third day.
        for hour in [0.0, 6, 12, 18] {
            var run = ChannelRun.afterTwoDays
            let early = run.feed(hours: hour)
            #expect(early.isEmpty)
            #expect(run.firstAlarm(within: fault.within, factor: fault.factor) == fault.alarm, "at \(hour) h")
        }
    }

    /// Every fourth answer is three times as slow: one bad backend.
    @Test func aPartOfTheAnswersIsEnough() {
        var run = ChannelRun.afterTwoDays
        let alarms = (0..<40).compactMap { run.next(factor: $0 % 4 == 3 ? 3 : 1).alarm }
        #expect(alarms.first == .high)
    }

    @Test(arguments: [3.0, 10, 100, 0.1])
    func singleOutliersAreNone(factor: Double) {
        var run = ChannelRun.afterTwoDays
        for _ in 0..<20 {
            let reading = run.next(factor: factor)
            #expect(reading.isFarOff)
            #expect(reading.alarm == nil)
            let after = run.feed(hours: 0.5)
            #expect(after.isEmpty)
        }
    }

    /// Answers that are a little faster are no fault.
    @Test func halfTheTimeIsNone() {
        let run = ChannelRun.afterTwoDays
        #expect(run.firstAlarm(within: 60, factor: 0.6) == nil)
    }

    @Test func theReadingTellsWhatWasExpected() {
        var run = ChannelRun.afterTwoDays
        var errors: [Double] = []
        for _ in 0..<24 * 60 {
            // Every fourth value, so that all times of a day are seen.
            for _ in 0..<3 { run.next() }
            let reading = run.next()
            errors.append(abs(reading.expected / run.truth(at: run.time) - 1))
        }
        errors.sort()
        // Among several expectations the nearest to the value is told, so it shares some of its noise.
        #expect(errors[errors.count / 2] < 0.05, "\(errors[errors.count / 2])")
        #expect(errors[errors.count * 99 / 100] < 0.2, "\(errors[errors.count * 99 / 100])")
        let fault = run.next(factor: 5)
        #expect(abs(fault.deviation - 0.1) < 0.05, "\(fault.deviation)")
        #expect(abs(fault.expected / run.truth(at: run.time) - 1) < 0.15)
        #expect(abs(fault.residual - 1.609) < 0.4)
    }
}
