package import SondeCore

/// A time that the spring change skips is named at the change, and one that the autumn change shows twice is named
/// once, the first time, as `LocalTime` says.
extension CronExpression {
    /// The first time after `time` that it names; nil if it names none within 41 years. 29 February and one day of the
    /// week come together at least that often, over a century without a leap day too.
    package func next(after time: Timestamp) -> Timestamp? {
        let local = LocalTime(timeZone)
        let today = local.day(of: time)
        for day in today...today + Self.mostDays where names(day: day) {
            for hour in 0..<24 where hours.contains(hour) {
                // The later hours of a day are no earlier: whole hours are passed over at once.
                if day == today, local.moment(day: day, minute: hour * 60 + 59) <= time { continue }
                for minute in 0..<60 where minutes.contains(minute) {
                    let moment = local.moment(day: day, minute: hour * 60 + minute)
                    if moment > time { return moment }
                }
            }
        }
        return nil
    }

    private static let mostDays = 41 * 366

    private func names(day: Int) -> Bool {
        let date = CivilDate(days: day)
        guard months.contains(date.month) else { return false }
        // crontab(5) begins the week on Sunday.
        let isWeekday = daysOfWeek.contains((CivilDate.weekday(days: day) + 1) % 7)
        let isDayOfMonth = daysOfMonth.contains(date.day)
        return fitsEitherDay ? isWeekday || isDayOfMonth : isWeekday && isDayOfMonth
    }
}
