import SondeCore

/// What `sonde alert` prints for a person, line by line.
enum AlertLines {
    static func incidents(_ incidents: [RunningSonde.Incident]) -> [String] {
        guard !incidents.isEmpty else { return ["No incident is open."] }
        return [incidents.count == 1 ? "1 incident is open:" : "\(incidents.count) incidents are open:"]
            + incidents.map(line)
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

    static func channels(_ channels: [RunningSonde.Channel]) -> [String] {
        guard !channels.isEmpty else { return ["No channel is configured: nobody is told."] }
        let rows = channels.map { channel in
            [
                TerminalText.safe("  \(channel.name) (\(channel.type))"), "\(channel.sent)", "\(channel.waiting)",
                "\(channel.dead)",
            ]
        }
        let faults = channels.compactMap { channel in
            channel.fault.map { fault in
                let next = channel.nextTry.map { " Tried again at \($0)." } ?? ""
                return TerminalText.safe("  \(channel.name): \(fault)\(next)")
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
        return TerminalText.safe(
            "\(silence.id)  \(silence.purpose)  \(matcher(silence))  \(span(silence))  \(by)\(comment)")
    }

    /// Which APIs are meant: `orders*, in group core`.
    static func matcher(_ silence: RunningSonde.Silence) -> String {
        let groups = silence.groups.isEmpty ? [] : ["in group " + silence.groups.joined(separator: ", ")]
        return (silence.endpoints + groups).joined(separator: ", ")
    }

    /// When it holds: `until 2026-11-22T12:00:00.000Z`, `every saturday from 23:00 for 3 h, Europe/Berlin`.
    static func span(_ silence: RunningSonde.Silence) -> String {
        let lasting = "for \(Duration.seconds(silence.durationSeconds ?? 0).text), \(silence.timezone ?? "UTC")"
        if let cron = silence.cron { return "at each \(cron) \(lasting)" }
        if let start = silence.start {
            let days = silence.every.count == 7 ? "day" : silence.every.joined(separator: ", ")
            return "every \(days) from \(start) \(lasting)"
        }
        return "from \(silence.from ?? "now") " + (silence.until.map { "until \($0)" } ?? "until it is ended")
    }
}
