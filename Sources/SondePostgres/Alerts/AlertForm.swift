import SondeCore

/// The columns of alerts that are read, in the order in which the rows' readers below take them.
enum AlertForm {
    static let timelineColumns = "incident_id, timestamp, kind, text, author"

    static let noticeColumns = """
        id, channel, event, incident::text, created_at, due_at, message, state, attempts, error, ended_at, receipt,
        description
        """

    static let silenceColumns = "id, purpose, matcher::text, schedule::text, comment, author, created_at, ended_at"
}

extension PostgresRows {
    func timelineEntry(_ row: Int) -> TimelineEntry {
        TimelineEntry(
            incident: text(row, 0), at: time(row, 1), kind: TimelineEntry.Kind(rawValue: text(row, 2)) ?? .note,
            text: text(row, 3), author: optionalText(row, 4))
    }

    func notice(_ row: Int) throws -> Notice {
        Notice(
            id: text(row, 0), channel: text(row, 1), event: AlertEvent(rawValue: text(row, 2)) ?? .opened,
            incident: try JSONText.decode(Incident.self, from: text(row, 3)), createdAt: time(row, 4),
            dueAt: time(row, 5), message: optionalText(row, 6),
            state: Notice.State(rawValue: text(row, 7)) ?? .dead, attempts: integer(row, 8),
            fault: optionalText(row, 9), endedAt: optionalTime(row, 10), receipt: optionalText(row, 11),
            description: optionalText(row, 12))
    }

    func silence(_ row: Int) throws -> Silence {
        Silence(
            id: text(row, 0), purpose: Silence.Purpose(rawValue: text(row, 1)) ?? .silence,
            matcher: try JSONText.decode(EndpointMatcher.self, from: text(row, 2)),
            schedule: try JSONText.decode(Silence.Schedule.self, from: text(row, 3)), comment: text(row, 4),
            author: text(row, 5), createdAt: time(row, 6), endedAt: optionalTime(row, 7))
    }
}
