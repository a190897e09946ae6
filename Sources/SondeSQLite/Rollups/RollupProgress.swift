import GRDB

/// How far the results are rolled up; microseconds since 1970.
struct RollupProgress: Sendable {
    /// Complete until then.
    var done: Int64
    /// Whoever appends a result from before it says which hour is stale.
    var begun: Int64
    /// Of results before it the roll-ups alone are left.
    var pruned: Int64

    init(in db: Database) throws {
        var row = try RowReading("SELECT done, begun, pruned FROM rollup_progress WHERE id = 0", [], in: db)
        guard try row.next() else { throw DatabaseError(message: "the table rollup_progress is empty") }
        (done, begun, pruned) = (row.integer(0), row.integer(1), row.integer(2))
        _ = try row.next()
    }

    func store(in db: Database) throws {
        try db.cachedStatement(sql: "UPDATE rollup_progress SET done = ?, begun = ?, pruned = ? WHERE id = 0")
            .execute(arguments: [done, begun, pruned])
    }
}
