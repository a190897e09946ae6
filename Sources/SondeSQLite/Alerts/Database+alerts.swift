import GRDB
import SondeCore

extension Database {
    /// A step that is there already changes nothing.
    func insert(_ timeline: [TimelineEntry]) throws {
        guard !timeline.isEmpty else { return }
        let statement = try cachedStatement(
            sql: """
                INSERT INTO timeline_rows (incident_id, timestamp, kind, text, author) SELECT ?1, ?2, ?3, ?4, ?5
                WHERE NOT EXISTS (SELECT 1 FROM timeline_rows
                    WHERE incident_id = ?1 AND timestamp = ?2 AND kind = ?3 AND text = ?4)
                """)
        for step in timeline {
            try statement.execute(arguments: [
                step.incident, step.at.microseconds, step.kind.rawValue, step.text, step.author,
            ])
        }
    }

    func upsert(_ notices: [Notice]) throws {
        guard !notices.isEmpty else { return }
        let statement = try cachedStatement(
            sql: """
                INSERT INTO notice_rows (id, incident_id, channel, event, created_at, due_at, state, ended_at, attempts,
                    fault, message, receipt, description, incident)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET incident_id = excluded.incident_id, channel = excluded.channel,
                    event = excluded.event, created_at = excluded.created_at, due_at = excluded.due_at,
                    state = excluded.state, ended_at = excluded.ended_at, attempts = excluded.attempts,
                    fault = excluded.fault, message = excluded.message, receipt = excluded.receipt,
                    description = excluded.description, incident = excluded.incident
                """)
        for notice in notices {
            try statement.execute(arguments: [
                notice.id, notice.incident.id, notice.channel, notice.event.rawValue, notice.createdAt.microseconds,
                notice.dueAt.microseconds, notice.state.rawValue, notice.endedAt?.microseconds, notice.attempts,
                notice.fault, notice.message, notice.receipt, notice.description,
                JSONText.encode(notice.incident),
            ])
        }
    }

    func upsert(_ silences: [Silence]) throws {
        for silence in silences {
            var span: (from: Int64?, until: Int64?)
            if case .once(let from, let until) = silence.schedule { span = (from.microseconds, until?.microseconds) }
            try execute(
                sql: """
                    INSERT OR REPLACE INTO silence_rows (id, purpose, matcher, schedule, starts_at, ends_at, comment,
                        author, created_at, ended_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    silence.id, silence.purpose.rawValue, JSONText.encode(silence.matcher),
                    JSONText.encode(silence.schedule), span.from, span.until, silence.comment, silence.author,
                    silence.createdAt.microseconds, silence.endedAt?.microseconds,
                ])
        }
    }
}
