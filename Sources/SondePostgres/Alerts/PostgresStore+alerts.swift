package import SondeCore

/// Of what has the same time the ids decide, byte by byte: in the order of every other store.
extension PostgresStore {
    package func members(of incident: String) async throws -> [Incident] {
        try await incidents(where: #"parent = $1 ORDER BY opened_at, id COLLATE "C""#, [.text(incident)])
    }

    package func timeline(of incident: String) async throws -> [TimelineEntry] {
        try await read { connection in
            try connection.query(
                """
                SELECT \(AlertForm.timelineColumns) FROM incident_events
                WHERE incident_id = $1 ORDER BY timestamp, number
                """, [.text(incident)]
            ) { rows in (0..<rows.count).map(rows.timelineEntry) }
        }
    }

    package func notices(since time: Timestamp) async throws -> [Notice] {
        try await notices(
            """
            WHERE state = 'waiting' OR created_at >= $1
                OR incident_id IN (SELECT id FROM incidents WHERE closed_at IS NULL
                    OR parent IN (SELECT id FROM incidents WHERE closed_at IS NULL))
            ORDER BY created_at, id COLLATE "C"
            """, [.timestamp(time)])
    }

    package func notices(in state: Notice.State?, limit: Int) async throws -> [Notice] {
        try await notices(
            #"\#(state == nil ? "" : "WHERE state = $2") ORDER BY created_at DESC, id COLLATE "C" DESC LIMIT $1"#,
            [.bigint(Int64(limit))] + (state.map { [.text($0.rawValue)] } ?? []))
    }

    package func notices(of incident: String) async throws -> [Notice] {
        try await notices(
            """
            WHERE incident_id = $1 OR incident_id IN (SELECT id FROM incidents WHERE parent = $1)
                AND incident ->> 'parent' = $1
            ORDER BY created_at, id COLLATE "C"
            """, [.text(incident)])
    }

    private func notices(_ condition: String, _ parameters: [PostgresValue]) async throws -> [Notice] {
        try await read { connection in
            try connection.query("SELECT \(AlertForm.noticeColumns) FROM notifications \(condition)", parameters) {
                rows in try (0..<rows.count).map(rows.notice)
            }
        }
    }

    package func silences() async throws -> [Silence] { try await silences(where: "ended_at IS NULL") }

    package func endedSilences() async throws -> [Silence] { try await silences(where: "ended_at IS NOT NULL") }

    private func silences(where condition: String) async throws -> [Silence] {
        try await read { connection in
            try connection.query(
                """
                SELECT \(AlertForm.silenceColumns) FROM silences
                WHERE \(condition) ORDER BY created_at, id COLLATE "C"
                """
            ) { rows in try (0..<rows.count).map(rows.silence) }
        }
    }
}
