import GRDB
package import SondeCore

extension SQLiteStore {
    package func members(of incident: String) async throws -> [Incident] {
        try await readAlerts { db in
            try Row.fetchAll(
                db, sql: "\(Self.selectIncidents) WHERE i.parent = ? ORDER BY i.opened_at, i.id",
                arguments: [incident]
            ).map(Incident.init)
        }
    }

    package func timeline(of incident: String) async throws -> [TimelineEntry] {
        try await readAlerts { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM timeline_rows WHERE incident_id = ? ORDER BY timestamp, number",
                arguments: [incident]
            ).map(TimelineEntry.init)
        }
    }

    /// Each of the four is found by an index of its own.
    static let selectKnownNotices = """
        SELECT * FROM notice_rows WHERE rowid IN (
            SELECT rowid FROM notice_rows WHERE state = 'waiting'
            UNION SELECT rowid FROM notice_rows WHERE created_at >= ?
            UNION SELECT rowid FROM notice_rows
                WHERE incident_id IN (SELECT id FROM incident_rows WHERE closed_at IS NULL)
            UNION SELECT rowid FROM notice_rows WHERE incident_id IN (
                SELECT id FROM incident_rows
                WHERE parent IN (SELECT id FROM incident_rows WHERE closed_at IS NULL)))
        ORDER BY created_at, id
        """

    package func notices(since time: Timestamp) async throws -> [Notice] {
        try await notices(Self.selectKnownNotices, [time.microseconds])
    }

    package func notices(in state: Notice.State?, limit: Int) async throws -> [Notice] {
        try await notices(
            """
            SELECT * FROM notice_rows \(state == nil ? "" : "WHERE state = ?")
            ORDER BY created_at DESC, id DESC LIMIT ?
            """, (state.map { [$0.rawValue] } ?? []) + [limit])
    }

    package func notices(of incident: String) async throws -> [Notice] {
        try await notices(
            """
            SELECT * FROM notice_rows WHERE incident_id = ?1
                OR incident_id IN (SELECT id FROM incident_rows WHERE parent = ?1)
                    AND json_extract(incident, '$.parent') = ?1
            ORDER BY created_at, id
            """, [incident])
    }

    private func notices(_ statement: String, _ arguments: StatementArguments) async throws -> [Notice] {
        try await readAlerts { db in try Row.fetchAll(db, sql: statement, arguments: arguments).map(Notice.init) }
    }

    package func silences() async throws -> [Silence] { try await silences(where: "ended_at IS NULL") }

    package func endedSilences() async throws -> [Silence] { try await silences(where: "ended_at IS NOT NULL") }

    private func silences(where condition: String) async throws -> [Silence] {
        try await readAlerts { db in
            try Row.fetchAll(db, sql: "SELECT * FROM silence_rows WHERE \(condition) ORDER BY created_at, id")
                .map(Silence.init)
        }
    }

    /// Nothing where the file is of an older Sonde and is only read.
    private func readAlerts<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> [Value]
    ) async throws -> [Value] {
        try await read { db in try db.tableExists("notice_rows") ? body(db) : [] }
    }
}
