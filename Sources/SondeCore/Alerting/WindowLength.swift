/// How long windows that come again and again may be, wherever they are asked for.
extension Silence.Schedule {
    package static let shortest = Duration.seconds(60)
    private static let longestOfWeek = Duration.seconds(86_400)
    private static let longestOfCron = Duration.seconds(366 * 86_400)

    /// A window of the week from a minute of the day on. A minute that has begun counts as a whole one.
    package static func everyWeek(
        days: Set<Int>, start: Int, duration: Duration, timeZone: String
    ) throws(WindowFault) -> Self {
        guard shortest <= duration, duration <= longestOfWeek else {
            throw WindowFault("must be 1 minute to 24 hours each week; name more days, or use cron for longer windows.")
        }
        guard duration < longestOfWeek || days.count < 7 else { throw .neverEnds }
        let end = start + Int((duration.microseconds + 59_999_999) / 60_000_000)
        return .weekly(
            WeeklyHours(days: days, start: start, end: end > 1_440 ? end - 1_440 : end, timeZone: timeZone))
    }

    /// A window at each of the times of a cron expression.
    package static func eachTime(of expression: CronExpression, duration: Duration) throws(WindowFault) -> Self {
        guard shortest <= duration, duration <= longestOfCron else {
            throw WindowFault("must be 1 minute to 366 days with cron.")
        }
        if let gap = expression.longestGap, duration >= gap { throw .neverEnds }
        return .cron(expression, duration: duration)
    }
}

/// Why a window cannot be so long; completes a sentence that begins with its duration.
package struct WindowFault: Error, Sendable, Hashable {
    package let sentence: String

    init(_ sentence: String) {
        self.sentence = sentence
    }

    fileprivate static let neverEnds = WindowFault(
        "is too long: the window would be open again before it is over, and never end; to not watch an API write "
            + "enabled: false in the configuration.")
}

extension CronExpression {
    /// The longest time from one time that it names to the next; nil where it is weeks or depends on the month.
    fileprivate var longestGap: Duration? {
        guard daysOfMonth.count == 31, months.count == 12 else { return nil }
        let times = daysOfWeek.flatMap { day in
            hours.flatMap { hour in minutes.map { (day * 24 + hour) * 60 + $0 } }
        }.sorted()
        guard let first = times.first, let last = times.last else { return nil }
        let within = zip(times.dropFirst(), times).map { $0 - $1 }.max() ?? 0
        return .seconds(60 * max(within, first + 7 * 1_440 - last))
    }
}
