import SondeCore

extension PostgresConnection {
    /// Removes incidents that were closed before a time and that nobody called no fault, with their steps; notices and
    /// silences that ended before it. A notice that waits stays, and so do those of an incident that is open: they tell who
    /// knows of it.
    func removeIncidents(before cutoff: Timestamp) throws -> Int {
        let gone = try query(
            "DELETE FROM incidents WHERE closed_at < $1 AND excused_at IS NULL RETURNING id", [.timestamp(cutoff)]
        ) { rows in (0..<rows.count).map { rows.text($0, 0) } }
        var ids = PostgresColumn.texts(reserving: gone.count)
        for id in gone { ids.append(id) }
        return try Self.removals.reduce(gone.count) { removed, statement in
            try removed + change(statement, [.timestamp(cutoff), ids.value])
        }
    }

    private static let removals = [
        // Of what is gone something may have been told since.
        """
        DELETE FROM incident_events e WHERE incident_id = ANY ($2)
            OR timestamp < $1 AND NOT EXISTS (SELECT FROM incidents i WHERE i.id = e.incident_id)
        """,
        """
        DELETE FROM notifications n WHERE state <> 'waiting' AND (incident_id = ANY ($2) OR ended_at < $1
            AND NOT EXISTS (SELECT FROM incidents i WHERE i.id = n.incident_id AND i.closed_at IS NULL))
        """,
        "DELETE FROM silences WHERE (ended_at < $1 OR ends_at < $1) AND $2::text[] IS NOT NULL",
    ]
}
