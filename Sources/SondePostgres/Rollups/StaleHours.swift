import SondeCore

/// Hours of endpoints to which results came after they were rolled up.
///
/// Who marks an hour changes its row even where it is there: whoever unmarks it meanwhile waits, and sees the results.
enum StaleHours {
    /// - Parameter hours: Of each endpoint the beginnings of hours.
    static func mark(_ hours: [String: Set<Timestamp>], on connection: isolated PostgresConnection) throws {
        for (endpoint, beginnings) in hours.sorted(by: { $0.key < $1.key }) {
            for beginning in beginnings.sorted() {
                try connection.change(
                    """
                    INSERT INTO stale_hours (api_name, timestamp) VALUES ($1, $2)
                    ON CONFLICT (api_name, timestamp) DO UPDATE SET timestamp = excluded.timestamp
                    """, [.text(endpoint), .timestamp(beginning)])
            }
        }
    }

    /// Those of which any endpoint is stale, oldest first.
    static func beginnings(on connection: isolated PostgresConnection) throws -> [Timestamp] {
        try connection.query("SELECT DISTINCT timestamp FROM stale_hours ORDER BY timestamp") { rows in
            (0..<rows.count).map { rows.time($0, 0) }
        }
    }

    /// - Returns: The endpoints of which the hour was stale.
    static func unmark(_ hour: Timestamp, on connection: isolated PostgresConnection) throws -> [String] {
        try connection.query("DELETE FROM stale_hours WHERE timestamp = $1 RETURNING api_name", [.timestamp(hour)]) {
            rows in (0..<rows.count).map { rows.text($0, 0) }
        }
    }
}
