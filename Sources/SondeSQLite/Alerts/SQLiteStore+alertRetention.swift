import GRDB
import SondeCore

extension SQLiteStore {
    /// Removes incidents that were closed before a time and that nobody called no fault, with their steps; notices and
    /// silences that ended before it. A notice that waits stays, and so do those of an incident that is open: they tell who
    /// knows of it.
    func removeIncidents(before cutoff: Timestamp) async throws -> Int {
        let orphans = try await orphans(before: cutoff)
        return try await write { db in
            try Self.removals.reduce(0) { removed, statement in
                try db.execute(sql: statement, arguments: ["cutoff": cutoff.microseconds])
                return removed + db.changesCount
            }
                + orphans.reduce(0) { removed, incident in
                    try db.execute(
                        sql: "DELETE FROM timeline_rows WHERE incident_id = ? AND timestamp < ?",
                        arguments: [incident, cutoff.microseconds])
                    return removed + db.changesCount
                }
        }
    }

    private static let removable = "SELECT id FROM incident_rows WHERE closed_at < :cutoff AND excused_at IS NULL"

    /// What is found by incidents goes before them.
    private static let removals = [
        "DELETE FROM timeline_rows WHERE incident_id IN (\(removable))",
        "DELETE FROM notice_rows WHERE incident_id IN (\(removable)) AND state <> 'waiting'",
        // What ended before was made before: that is found by an index.
        """
        DELETE FROM notice_rows WHERE created_at < :cutoff AND ended_at < :cutoff AND state <> 'waiting'
            AND incident_id NOT IN (SELECT id FROM incident_rows WHERE closed_at IS NULL)
        """,
        "DELETE FROM silence_rows WHERE ended_at < :cutoff OR ends_at < :cutoff",
        "DELETE FROM incident_rows WHERE closed_at < :cutoff AND excused_at IS NULL",
    ]

    /// Incidents that are gone, and of which something was told since. They are looked for beside those who write.
    private func orphans(before cutoff: Timestamp) async throws -> [String] {
        try await read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT incident_id FROM timeline_rows t
                    WHERE timestamp < ? AND NOT EXISTS (SELECT 1 FROM incident_rows i WHERE i.id = t.incident_id)
                    """, arguments: [cutoff.microseconds])
        }
    }
}
