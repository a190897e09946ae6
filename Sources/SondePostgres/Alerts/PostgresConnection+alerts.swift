import SondeCore

extension PostgresConnection {
    /// A step that is there already changes nothing.
    func insert(_ timeline: [TimelineEntry]) throws {
        guard !timeline.isEmpty else { return }
        var (incidents, times) = (
            PostgresColumn.texts(reserving: timeline.count), PostgresColumn.timestamps(reserving: timeline.count)
        )
        var (kinds, texts) = (
            PostgresColumn.texts(reserving: timeline.count), PostgresColumn.texts(reserving: 4 * timeline.count)
        )
        var authors = PostgresColumn.texts(reserving: timeline.count)
        for step in timeline {
            incidents.append(step.incident)
            times.append(step.at)
            kinds.append(step.kind.rawValue)
            texts.append(step.text)
            authors.append(step.author)
        }
        try change(
            Self.timelineInsertion.statement, [incidents.value, times.value, kinds.value, texts.value, authors.value])
    }

    private static let timelineInsertion = RowInsertion(
        table: "incident_events",
        columns: [
            ("incident_id", "text"), ("timestamp", "timestamptz"), ("kind", "text"), ("text", "text"),
            ("author", "text"),
        ])

    func replace(_ notice: Notice) throws {
        try change(
            """
            INSERT INTO notifications (id, incident_id, channel, event, created_at, due_at, ended_at, state, attempts,
                error, message, receipt, description, incident)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::integer, $10, $11, $12, $13, $14::json)
            ON CONFLICT (id) DO UPDATE SET incident_id = excluded.incident_id, channel = excluded.channel,
                event = excluded.event, created_at = excluded.created_at, due_at = excluded.due_at,
                ended_at = excluded.ended_at, state = excluded.state, attempts = excluded.attempts,
                error = excluded.error, message = excluded.message, receipt = excluded.receipt,
                description = excluded.description, incident = excluded.incident
            """,
            [
                .text(notice.id), .text(notice.incident.id), .text(notice.channel), .text(notice.event.rawValue),
                .timestamp(notice.createdAt), .timestamp(notice.dueAt), .timestamp(notice.endedAt),
                .text(notice.state.rawValue), .bigint(Int64(notice.attempts)), .text(notice.fault),
                .text(notice.message), .text(notice.receipt), .text(notice.description),
                .text(try JSONText.encode(notice.incident)),
            ])
    }

    func replace(_ silence: Silence) throws {
        var span: (from: Timestamp?, until: Timestamp?)
        if case .once(let from, let until) = silence.schedule { span = (from, until) }
        try change(
            """
            INSERT INTO silences (id, purpose, matcher, schedule, starts_at, ends_at, comment, author, created_at,
                ended_at)
            VALUES ($1, $2, $3::json, $4::json, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (id) DO UPDATE SET purpose = excluded.purpose, matcher = excluded.matcher,
                schedule = excluded.schedule, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
                comment = excluded.comment, author = excluded.author, created_at = excluded.created_at,
                ended_at = excluded.ended_at
            """,
            [
                .text(silence.id), .text(silence.purpose.rawValue), .text(try JSONText.encode(silence.matcher)),
                .text(try JSONText.encode(silence.schedule)), .timestamp(span.from), .timestamp(span.until),
                .text(silence.comment), .text(silence.author), .timestamp(silence.createdAt),
                .timestamp(silence.endedAt),
            ])
    }
}
