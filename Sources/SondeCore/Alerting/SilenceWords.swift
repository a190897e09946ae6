/// Of what and when silences are, in words: the same on the pages and in the terminal.
package enum SilenceWords {
    /// As many names as are said one by one.
    private static let shown = 20

    /// Which endpoints are meant: `orders*, in group core`.
    package static func matcher(_ matcher: EndpointMatcher) -> String {
        let names = matcher.names.prefix(shown).joined(separator: ", ")
        let more = matcher.names.count > shown ? " and \(matcher.names.count - shown) more" : ""
        let groups = matcher.groups.isEmpty ? "" : "in group \(matcher.groups.joined(separator: ", "))"
        let words = [names + more, groups].filter { !$0.isEmpty }.joined(separator: ", ")
        return words.isEmpty ? "all APIs" : words
    }

    /// When it holds, with whole dates: `since 2026-11-22 10:00:00 UTC, until 2026-11-22 12:00:00 UTC`,
    /// `every Saturday from 23:00 for 3 h, Europe/Berlin; now, until 2026-11-22 02:00:00 UTC`.
    package static func time(_ schedule: SilenceSchedule, _ state: SilenceState) -> String {
        guard schedule.kind == "once" else { return recurrence(schedule) + next(state) }
        let end = end(schedule)
        switch (schedule.from, state.phase) {
        case (nil, .over): return schedule.until.map { "over since \($0.dated)" } ?? "over"
        case (nil, _): return "from now on, \(end)"
        case (let from?, .active): return "since \(from.dated), \(end)"
        case (let from?, _): return "from \(from.dated), \(end)"
        }
    }

    /// Until when one holds that comes once.
    package static func end(_ schedule: SilenceSchedule) -> String {
        schedule.until.map { "until \($0.dated)" } ?? "until it is ended"
    }

    /// When one that comes again and again holds.
    private static func recurrence(_ schedule: SilenceSchedule) -> String {
        let lasting = "for \((schedule.duration ?? .zero).span), \(schedule.timeZone ?? "UTC")"
        if let cron = schedule.cron { return "at each \(cron) \(lasting)" }
        let days = schedule.days ?? []
        return "every \(days.count == 7 ? "day" : spoken(days)) from \(schedule.start ?? "") \(lasting)"
    }

    private static func next(_ state: SilenceState) -> String {
        switch (state.phase, state.nextChange) {
        case (.active, let end?): "; now, until \(end.dated)"
        case (.active, nil): "; now"
        case (.scheduled, let start?): "; next \(start.dated)"
        case (.scheduled, nil), (.over, _): ""
        }
    }

    /// `Monday`, `Monday and Tuesday`, `Monday, Tuesday and Sunday`.
    private static func spoken(_ days: [Int]) -> String {
        let names = days.map { WeekdayText.names[$0] }
        guard names.count > 1 else { return names.first ?? "" }
        return "\(names.dropLast().joined(separator: ", ")) and \(names[names.count - 1])"
    }

    /// How many APIs it fits, of those that are configured now.
    package static func reach(_ matches: Int) -> String {
        switch matches {
        case 0: "It fits no API now."
        case 1: "It fits 1 API."
        default: "It fits \(matches) APIs."
        }
    }
}
