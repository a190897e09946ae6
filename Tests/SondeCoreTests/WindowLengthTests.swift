import SondeCore
import Testing

@Suite("How long windows may be")
struct WindowLengthTests {
    private func isWeekly(_ seconds: Int, days: Set<Int> = [0]) -> Bool {
        (try? Silence.Schedule.everyWeek(days: days, start: 60, duration: .seconds(seconds), timeZone: "UTC")) != nil
    }

    private func isCron(_ seconds: Int, _ text: String = "0 2 1 * *") throws -> Bool {
        let expression = try CronExpression(text)
        return (try? Silence.Schedule.eachTime(of: expression, duration: .seconds(seconds))) != nil
    }

    @Test("a minute to a day each week, a minute to 366 days with cron")
    func limits() throws {
        #expect([59, 60, 86_400, 86_401].map { isWeekly($0) } == [false, true, true, false])
        let days = 86_400
        #expect(try [59, 60, 366 * days, 366 * days + 1].map { try isCron($0) } == [false, true, true, false])
    }

    @Test("a window that would be open again before it is over never ends")
    func neverEnding() throws {
        #expect(!isWeekly(86_400, days: Set(0...6)) && isWeekly(86_340, days: Set(0...6)))
        #expect(try !isCron(86_400, "0 3 * * *") && isCron(86_340, "0 3 * * *"))
    }

    @Test("a minute that has begun counts, and the end may be on the next day")
    func end() throws {
        let schedule = try Silence.Schedule.everyWeek(
            days: [5], start: 1_410, duration: .seconds(3_601), timeZone: "UTC")
        #expect(schedule == .weekly(WeeklyHours(days: [5], start: 1_410, end: 31)))
    }
}
