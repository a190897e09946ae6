import Foundation
import GRDB
import SondeCore

extension SQLiteSpool.State {
    /// What the file holds.
    init(in db: Database) throws {
        self.init()
        leaps = try ClockLeap.all(in: db)
        try recount(in: db)
        next =
            try Int64.fetchOne(
                db,
                sql: "SELECT 1 + max((SELECT ifnull(max(number), 0) FROM measurements),"
                    + " (SELECT ifnull(max(number), 0) FROM events))") ?? 1
        // A leap must not come to count for batches that are newer.
        next = max(next, leaps.last?.number ?? 0)
        var batch = WriteBatch()
        for table in Self.mirrorTables {
            for bytes in try Data.fetchAll(db, sql: "SELECT bytes FROM \(table)") {
                // What cannot be read any more is as nothing.
                guard let part = try? WriteBatch(spoolBytes: [UInt8](bytes)) else { continue }
                batch.append(part)
            }
        }
        mirror.take(batch)
    }

    private mutating func recount(in db: Database) throws {
        for table in ["measurements", "events"] {
            let row = try Row.fetchOne(db, sql: "SELECT count(*), ifnull(sum(row_count), 0) FROM \(table)")
            waiting += row?[0] ?? 0
            status.rows += row?[1] ?? 0
        }
        waiting += try Int.fetchOne(db, sql: "SELECT count(*) FROM detector_states") ?? 0
        status.setAsideRows = try Int.fetchOne(db, sql: "SELECT ifnull(sum(row_count), 0) FROM set_aside") ?? 0
        try measure(in: db)
    }

    /// Takes in how large the file is now, and how old what waits in it.
    mutating func measure(in db: Database) throws {
        status.bytes = try SQLiteSpool.usedBytes(in: db)
        status.oldest = try ["measurements", "events"].compactMap { try oldest(of: $0, in: db) }.min()
    }
}
