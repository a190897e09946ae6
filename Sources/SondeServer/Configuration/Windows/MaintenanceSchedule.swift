import SondeCore
import Yams

extension MappingReader<MaintenanceKey> {
    /// When the window is open: once, every week, or at the times of a cron expression.
    func schedule() -> Silence.Schedule? {
        let isOnce = has(.from) || has(.until)
        let isWeekly = has(.start) || has(.every)
        guard [isOnce, isWeekly, has(.cron)].count(where: \.self) == 1 else {
            let ways = "from and until, start and every, or cron"
            let fault = isOnce || isWeekly || has(.cron) ? "exclude each other; keep one" : "say when it is; write one"
            report("\(ways) \(fault) of them.", at: position)
            return nil
        }
        if isOnce {
            for key in [MaintenanceKey.duration, .timezone] where has(key) {
                report(key, "this does not go with from and until; remove it.", at: position(key))
            }
            return requires(.until) ? once(.from, .until) : nil
        }
        return has(.cron) ? cron() : weekly()
    }

    private func weekly() -> Silence.Schedule? {
        let hasAll = requires(.start) && requires(.duration)
        let zone = has(.timezone) ? timeZone(.timezone) : "UTC"
        let days = days()
        let start = start()
        guard hasAll, let days, let zone, let start,
            let duration = duration(.duration, in: .seconds(60) ... .seconds(31 * 86_400))
        else { return nil }
        guard duration <= .seconds(86_400) else {
            let sentence = "a window of the week lasts at most 24h; name more days, or write cron: with this duration."
            report(.duration, sentence, at: position(.duration))
            return nil
        }
        guard duration < .seconds(86_400) || days.count < 7 else {
            report(.duration, neverEnds, at: position(.duration))
            return nil
        }
        let end = start + wholeMinutes(duration)
        return .weekly(
            WeeklyHours(days: days, start: start, end: end > 1_440 ? end - 1_440 : end, timeZone: zone))
    }

    private func cron() -> Silence.Schedule? {
        let hasAll = requires(.duration)
        let zone = has(.timezone) ? timeZone(.timezone) : "UTC"
        let duration = duration(.duration, in: .seconds(60) ... .seconds(366 * 86_400))
        guard let text = nonEmptyText(.cron), let zone else { return nil }
        let expression: CronExpression
        do throws(CronFault) {
            expression = try CronExpression(text.value, timeZone: zone)
        } catch {
            let reason = text.isFilledIn ? "once its variables are filled in" : "\(error)"
            report(.cron, "\(text.shown) is not a cron expression: \(reason).", at: text.position)
            return nil
        }
        guard expression.everComes else {
            report(.cron, "\(text.shown) never comes: there is no such day.", at: text.position)
            return nil
        }
        guard hasAll, let duration else { return nil }
        if let gap = expression.longestGap, duration >= gap {
            report(.duration, neverEnds, at: position(.duration))
            return nil
        }
        return .cron(expression, duration: duration)
    }

    /// Reports a key that is missing.
    private func requires(_ key: MaintenanceKey) -> Bool {
        if !has(key) { report("'\(key.rawValue)' is missing; add it.", at: position) }
        return has(key)
    }

    /// All days unless some are named.
    private func days() -> Set<Int>? {
        guard has(.every), node(.every)?.sequence?.isEmpty != true else { return Set(0...6) }
        guard let names = texts(.every) else { return nil }
        let days = names.compactMap { text -> Int? in
            if let day = day(named: text.value) { return day }
            report(.every, "\(text.shown) is no day of the week; write for example Monday.", at: text.position)
            return nil
        }
        return days.count == names.count ? Set(days) : nil
    }

    private func start() -> Int? {
        guard let text = nonEmptyText(.start) else { return nil }
        if let start = minutes(ofTime: text.value), start < 1_440 { return start }
        report(.start, "\(text.shown) is not a time of day; write for example \"23:00\".", at: text.position)
        return nil
    }
}

private let neverEnds =
    "it would be open again before it is over, and never end; to not watch an endpoint write enabled: false."

/// A minute that has begun counts as a whole one.
private func wholeMinutes(_ duration: Duration) -> Int {
    Int((duration.microseconds + 59_999_999) / 60_000_000)
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
