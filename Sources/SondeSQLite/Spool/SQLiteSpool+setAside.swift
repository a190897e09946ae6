import Foundation
import GRDB
package import SondeCore

/// Rows that the store refused while it took others.
extension SQLiteSpool {
    package struct SetAside: Sendable {
        package var id: Int64
        package var batch: WriteBatch
        package var reason: String
    }

    /// All of them, the oldest first; without those that are too old or cannot be read any more, which are dropped.
    package func setAside(at now: Timestamp) async throws -> [SetAside] {
        guard status.setAsideRows > 0 else { return [] }
        let cutoff = now.advanced(by: .zero - limits.maxAge)
        return try await change { db, state in
            var kept: [SetAside] = []
            for row in try Row.fetchAll(
                db, sql: "SELECT id, added_at, row_count, reason, bytes FROM set_aside ORDER BY id")
            {
                let bytes: Data = row["bytes"]
                let addedAt: Int64 = row["added_at"]
                if addedAt >= cutoff.microseconds, let batch = try? WriteBatch(spoolBytes: [UInt8](bytes)) {
                    kept.append(SetAside(id: row["id"], batch: batch, reason: row["reason"]))
                } else {
                    try state.removeSetAside(row["id"], in: db)
                    state.status.droppedRows += row["row_count"] as Int
                }
            }
            return kept
        }
    }

    /// The store has it after all.
    package func remove(_ refused: SetAside) async throws {
        try await change { db, state in try state.removeSetAside(refused.id, in: db) }
    }
}

extension SQLiteSpool.State {
    fileprivate mutating func removeSetAside(_ id: Int64, in db: Database) throws {
        status.setAsideRows -=
            try Int.fetchOne(db, sql: "SELECT row_count FROM set_aside WHERE id = ?", arguments: [id]) ?? 0
        try db.execute(sql: "DELETE FROM set_aside WHERE id = ?", arguments: [id])
    }
}
