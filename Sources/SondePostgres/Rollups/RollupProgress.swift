import SondeCore

/// How far the results are rolled up.
struct RollupProgress: Sendable {
    /// Complete until then.
    var done: Timestamp
    /// Whoever appends a result from before it says which hour is stale.
    var begun: Timestamp
    /// Of results before it the roll-ups alone are left.
    var pruned: Timestamp

    init(on connection: isolated PostgresConnection) throws {
        let times = try connection.query("SELECT done, begun, pruned FROM rollup_progress") { rows in
            rows.count == 0 ? nil : (rows.time(0, 0), rows.time(0, 1), rows.time(0, 2))
        }
        guard let times else {
            throw StoreError.unusable(
                "The table rollup_progress of \(connection.server.description) is empty; restore the database.")
        }
        (done, begun, pruned) = times
    }

    /// Each of them moves on and never back, whichever of several Sondes says so.
    func store(on connection: isolated PostgresConnection) throws {
        try connection.change(
            """
            UPDATE rollup_progress
            SET done = greatest(done, $1), begun = greatest(begun, $2), pruned = greatest(pruned, $3)
            """, [.timestamp(done), .timestamp(begun), .timestamp(pruned)])
    }
}
