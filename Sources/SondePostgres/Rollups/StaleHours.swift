import SondeCore

/// Hours of endpoints to which results came after they were rolled up.
///
/// Each further mark is counted: who rolls an hour up reads the count before and removes the mark after, unless it was
/// marked again meanwhile. Nobody who appends waits for a roll-up.
enum StaleHours {
    /// What was stale of one hour when it was read.
    struct Marks: Sendable {
        var endpoints: [String]
        var counts: [Int32]
    }

    /// - Parameter hours: Of each endpoint the beginnings of hours.
    static func mark(_ hours: [String: Set<Timestamp>], on connection: isolated PostgresConnection) throws {
        guard !hours.isEmpty else { return }
        var names = PostgresColumn.texts(reserving: hours.count)
        var times = PostgresColumn.timestamps(reserving: hours.count)
        for (endpoint, beginnings) in hours {
            for beginning in beginnings {
                names.append(endpoint)
                times.append(beginning)
            }
        }
        // In an order that all keep, so that no two wait for each other.
        try connection.change(
            """
            INSERT INTO stale_hours (api_name, timestamp)
            SELECT * FROM unnest($1::text[], $2::timestamptz[]) ORDER BY 1, 2
            ON CONFLICT (api_name, timestamp) DO UPDATE SET marks = stale_hours.marks % 1000000000 + 1
            """, [names.value, times.value])
    }

    /// Hours of which any endpoint is stale, oldest first.
    static func beginnings(on connection: isolated PostgresConnection) throws -> [Timestamp] {
        try connection.query("SELECT DISTINCT timestamp FROM stale_hours ORDER BY timestamp") { rows in
            (0..<rows.count).map { rows.time($0, 0) }
        }
    }

    static func read(_ hour: Timestamp, on connection: isolated PostgresConnection) throws -> Marks {
        try connection.query("SELECT api_name, marks FROM stale_hours WHERE timestamp = $1", [.timestamp(hour)]) {
            rows in
            Marks(
                endpoints: (0..<rows.count).map { rows.text($0, 0) },
                counts: (0..<rows.count).map { Int32(rows.integer($0, 1)) })
        }
    }

    /// Removes marks that are as they were read.
    static func remove(_ marks: Marks, of hour: Timestamp, on connection: isolated PostgresConnection) throws {
        var names = PostgresColumn.texts(reserving: marks.endpoints.count)
        var counts = PostgresColumn.integers(reserving: marks.endpoints.count)
        for endpoint in marks.endpoints { names.append(endpoint) }
        for count in marks.counts { counts.append(count) }
        try connection.change(
            """
            WITH locked AS (
                SELECT api_name, marks FROM stale_hours WHERE timestamp = $1 AND api_name = ANY ($2::text[])
                ORDER BY api_name FOR UPDATE
            )
            DELETE FROM stale_hours AS stale
            USING locked JOIN unnest($2::text[], $3::int4[]) AS known (api_name, marks) USING (api_name, marks)
            WHERE stale.timestamp = $1 AND stale.api_name = locked.api_name
            """, [.timestamp(hour), names.value, counts.value])
    }
}
