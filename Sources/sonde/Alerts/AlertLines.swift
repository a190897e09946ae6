import SondeCore

/// What `sonde alert` prints for a person, line by line.
enum AlertLines {
    /// An incident, and what channels were and are to be told of it.
    typealias Told = (incident: RunningSonde.Incident, notices: [RunningSonde.Notice])

    static func incidents(_ incidents: [Told], at now: Timestamp) -> [String] {
        guard !incidents.isEmpty else { return ["No incident is open."] }
        return [incidents.count == 1 ? "1 incident is open:" : "\(incidents.count) incidents are open:"]
            + incidents.flatMap { [line($0.incident)] + told($0.notices, at: now) }
    }

    /// Who was told: of each channel, how its newest notice went.
    private static func told(_ notices: [RunningSonde.Notice], at now: Timestamp) -> [String] {
        var channels: [String] = []
        var newest: [String: RunningSonde.Notice] = [:]
        for notice in notices where notice.state != .dropped {
            if newest[notice.channel] == nil { channels.append(notice.channel) }
            if notice.createdAt >= newest[notice.channel]?.createdAt ?? "" { newest[notice.channel] = notice }
        }
        guard !channels.isEmpty else { return ["    Nobody was told."] }
        return channels.compactMap { newest[$0] }.map { notice in
            let given = notices.count { $0.channel == notice.channel && $0.state == .dead }
            let more = given == 0 ? "" : " [\(given) given up]"
            return TerminalText.safe("    \(notice.channel) \(words(notice, at: now))\(more)")
        }
    }

    private static func words(_ notice: RunningSonde.Notice, at now: Timestamp) -> String {
        NoticeWords.text(
            notice.state, dueAt: Timestamp(parsing: notice.dueAt) ?? now,
            endedAt: notice.endedAt.flatMap(Timestamp.init(parsing:)), fault: notice.fault, asOf: now)
    }

    private static func line(_ incident: RunningSonde.Incident) -> String {
        var marks: [String] = []
        if let count = incident.memberCount { marks.append("\(count) APIs") }
        if incident.flapping { marks.append("flapping") }
        if let by = incident.acknowledgedBy { marks.append(by.isEmpty ? "acknowledged" : "acknowledged by \(by)") }
        if let quiet = incident.quiet { marks.append("quiet: \(quiet)") }
        let more = marks.isEmpty ? "" : " [\(marks.joined(separator: ", "))]"
        return TerminalText.safe(
            "  \(incident.id)  \(incident.openedAt)  \(incident.severity)  \(incident.apiName): \(incident.reason)\(more)"
        )
    }

    /// - Parameter dead: The dead letters of all channels.
    static func channels(
        _ channels: [RunningSonde.Channel], dead: [RunningSonde.Notice], at now: Timestamp
    ) -> [String] {
        guard !channels.isEmpty else { return ["No channel is configured: nobody is told."] }
        let rows = channels.map { channel in
            [
                TerminalText.safe("  \(channel.name) (\(channel.type))"), "\(channel.sent)", "\(channel.waiting)",
                "\(dead.count { $0.channel == channel.name })",
            ]
        }
        let faults = channels.compactMap { channel in
            channel.fault.map { fault in
                // Where nothing waits, or the time is past, nothing is tried then.
                let next = channel.waiting > 0 ? channel.nextTry.flatMap(Timestamp.init(parsing:)) : nil
                let words = next.map { $0 > now ? " Tried again at \($0.text(asOf: now))." : "" } ?? ""
                return TerminalText.safe("  \(channel.name): \(fault)\(words)")
            }
        }
        return AlignedTable.lines(of: [["Channels", "sent", "waiting", "given up"]] + rows) + faults
    }

    static func deadLetters(_ notices: [RunningSonde.Notice]) -> [String] {
        guard !notices.isEmpty else { return [] }
        return ["Dead letters; 'sonde alert retry' tries them again:"]
            + notices.map { notice in
                TerminalText.safe(
                    "  \(notice.id)  \(notice.channel)  \(notice.apiName) \(notice.event): \(notice.fault ?? "")")
            }
    }

    static func silence(_ silence: RunningSonde.Silence) -> String {
        let comment = silence.comment.isEmpty ? "" : ": \(silence.comment)"
        let by = silence.configured ? "in the configuration" : "by \(silence.by)"
        let unfit = silence.matches == 0 ? "  \(SilenceWords.reach(0))" : ""
        return TerminalText.safe(
            "\(silence.id)  \(silence.purpose)  \(silence.state.rawValue)  \(matcher(silence))  \(time(silence))  "
                + "\(by)\(comment)\(unfit)")
    }

    /// What a new one does: of how many APIs it is, and when.
    static func made(_ silence: RunningSonde.Silence) -> [String] {
        let isNow = silence.state == .active && silence.schedule == "once"
        let time = isNow ? SilenceWords.end(schedule(silence)) : time(silence)
        let reach = silence.matches == 1 ? "1 API" : "\(silence.matches) APIs"
        guard silence.matches > 0 else { return ["It holds \(time).", SilenceWords.reach(0)] }
        return ["It holds for \(reach) \(time)."]
    }

    static func matcher(_ silence: RunningSonde.Silence) -> String {
        SilenceWords.matcher(EndpointMatcher(names: silence.endpoints, groups: silence.groups))
    }

    private static func time(_ silence: RunningSonde.Silence) -> String {
        let next = silence.nextChange.flatMap(Timestamp.init(parsing:))
        return SilenceWords.time(schedule(silence), SilenceState(silence.state, nextChange: next))
    }

    private static func schedule(_ silence: RunningSonde.Silence) -> SilenceSchedule {
        SilenceSchedule(
            kind: silence.schedule, from: silence.from.flatMap(Timestamp.init(parsing:)),
            until: silence.until.flatMap(Timestamp.init(parsing:)),
            days: silence.every.compactMap { WeekdayText.day(named: $0) }, start: silence.start, cron: silence.cron,
            duration: silence.durationSeconds.map(Duration.seconds), timeZone: silence.timezone)
    }
}
