import GRDB
import SondeCore

extension SQLiteSpool {
    /// Bytes of the file that hold something.
    static func usedBytes(in db: Database) throws -> Int {
        let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        let free = try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
        return try (pages - free) * (Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0)
    }
}

extension SQLiteSpool.State {
    /// Batches that are dropped at once.
    private static let step = 16

    /// Drops what is too old or does not fit: first detector states, then measurements, the oldest first.
    mutating func dropOldest(beyond limits: SpoolLimits, at now: Timestamp, in db: Database) throws {
        let cutoff = now.advanced(by: .zero - limits.maxAge)
        while let oldest = try oldest(of: "measurements", in: db), oldest < cutoff {
            try dropMeasurements(before: cutoff, in: db)
        }
        guard try SQLiteSpool.usedBytes(in: db) > limits.maxSize else { return }
        // A little more than has to be, so that not every append drops.
        let goal = limits.maxSize - limits.maxSize / 64
        while try SQLiteSpool.usedBytes(in: db) > goal, try dropDetectors(in: db) {}
        while try SQLiteSpool.usedBytes(in: db) > goal, try dropMeasurements(in: db) {}
    }

    private mutating func dropDetectors(in db: Database) throws -> Bool {
        try db.execute(
            sql: "DELETE FROM detector_states WHERE id IN (SELECT id FROM detector_states ORDER BY id LIMIT ?)",
            arguments: [Self.step])
        waiting -= db.changesCount
        return db.changesCount > 0
    }

    /// False when there were none.
    @discardableResult
    private mutating func dropMeasurements(before cutoff: Timestamp? = nil, in db: Database) throws -> Bool {
        let oldest = try Row.fetchAll(
            db, sql: "SELECT number, added_at, row_count FROM measurements ORDER BY number LIMIT ?",
            arguments: [Self.step])
        let dropped = oldest.prefix { row in cutoff.map { added(row["added_at"], row["number"]) < $0 } ?? true }
        guard let last: Int64 = dropped.last?["number"] else { return false }
        try db.execute(sql: "DELETE FROM measurements WHERE number <= ?", arguments: [last])
        waiting -= dropped.count
        let rows = dropped.reduce(0) { $0 + ($1["row_count"] as Int) }
        status.rows -= rows
        status.droppedRows += rows
        return true
    }
}
