/// When a silence holds, part by part as it was written.
package struct SilenceSchedule: Sendable, Hashable {
    /// `once`, `weekly` or `cron`.
    package var kind: String
    /// Nil for one that comes again and again, and for one that has held from ever.
    package var from: Timestamp?
    package var until: Timestamp?
    /// 0 is Monday; in order.
    package var days: [Int]?
    /// `23:00`.
    package var start: String?
    package var cron: String?
    /// Of each time; nil for one that holds once.
    package var duration: Duration?
    package var timeZone: String?

    package init(
        kind: String, from: Timestamp? = nil, until: Timestamp? = nil, days: [Int]? = nil, start: String? = nil,
        cron: String? = nil, duration: Duration? = nil, timeZone: String? = nil
    ) {
        self.kind = kind
        self.from = from
        self.until = until
        self.days = days
        self.start = start
        self.cron = cron
        self.duration = duration
        self.timeZone = timeZone
    }

    package init(_ schedule: Silence.Schedule) {
        switch schedule {
        case .once(let from, let until):
            // The configuration's way to say that it has no beginning.
            self.init(kind: "once", from: from.microseconds == 0 ? nil : from, until: until)
        case .weekly(let hours):
            self.init(
                kind: "weekly", days: hours.days.sorted(), start: WeekdayText.time(minutes: hours.start),
                duration: .seconds(60 * ((hours.end > hours.start ? 0 : 1440) + hours.end - hours.start)),
                timeZone: hours.timeZone)
        case .cron(let expression, let duration):
            self.init(
                kind: "cron", cron: expression.text, duration: duration, timeZone: expression.timeZone)
        }
    }
}
