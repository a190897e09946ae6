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
        let duration = duration(.duration, in: Silence.Schedule.shortest ... .seconds(longestText))
        guard hasAll, let days, let zone, let start, let duration else { return nil }
        return window { () throws(WindowFault) in
            try .everyWeek(days: days, start: start, duration: duration, timeZone: zone)
        }
    }

    private func cron() -> Silence.Schedule? {
        let hasAll = requires(.duration)
        let zone = has(.timezone) ? timeZone(.timezone) : "UTC"
        let duration = duration(.duration, in: Silence.Schedule.shortest ... .seconds(longestText))
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
        return window { () throws(WindowFault) in try .eachTime(of: expression, duration: duration) }
    }

    /// What `make` makes, or a report of why its duration cannot be.
    private func window(_ make: () throws(WindowFault) -> Silence.Schedule) -> Silence.Schedule? {
        do {
            return try make()
        } catch {
            report(.duration, "this \(error.sentence)", at: position(.duration))
            return nil
        }
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
            if let day = WeekdayText.day(named: text.value) { return day }
            report(.every, "\(text.shown) is no day of the week; write for example Monday.", at: text.position)
            return nil
        }
        return days.count == names.count ? Set(days) : nil
    }

    private func start() -> Int? {
        guard let text = nonEmptyText(.start) else { return nil }
        if let start = WeekdayText.minutes(of: text.value), start < 1_440 { return start }
        report(.start, "\(text.shown) is not a time of day; write for example \"23:00\".", at: text.position)
        return nil
    }
}

/// Longer texts are no durations at all; how long a window may be, `Silence.Schedule` says.
private let longestText = 3_650 * 86_400
