import Foundation
import GRDB
package import SondeCore

extension SQLiteStore {
    package func prune(before cutoffs: RetentionCutoffs) async throws -> Int {
        var removed = try await removeResults(before: cutoffs.results)
        removed += try await remove(from: [RollupStep.minute.table], before: cutoffs.minuteRollups)
        removed += try await remove(from: [RollupStep.hour.table], before: cutoffs.hourRollups)
        return try await removed + removeIncidents(before: cutoffs.results)
    }

    package func trim(to bytes: Int, keeping cutoff: Timestamp) async throws -> Timestamp? {
        guard try await room().used > bytes else { return nil }
        // The log stays as long as it ever was until it is emptied; readers may be in the way of that.
        try? await emptyLog()
        let log = logSize
        var removedUntil: Timestamp?
        while try await room().pages + log > bytes {
            try Task.checkCancellation()
            guard let oldest = try await oldest(), oldest < cutoff.microseconds else {
                removedUntil = cutoff
                break
            }
            let hour = RollupStep.hour
            let end = min(cutoff, Timestamp(microseconds: hour.beginning(oldest) + hour.microseconds))
            _ = try await removeResults(before: end)
            removedUntil = end
        }
        if removedUntil != nil { try? await emptyLog() }
        return removedUntil
    }

    /// Removes results and anomalies, which live on in the roll-ups.
    private func removeResults(before cutoff: Timestamp) async throws -> Int {
        try await rollUp(until: cutoff.advanced(by: .seconds(60)))
        try await write { db in
            var progress = try RollupProgress(in: db)
            let hour = RollupStep.hour.beginning(cutoff.microseconds + RollupStep.hour.microseconds - 1)
            progress.pruned = max(progress.pruned, hour)
            try progress.store(in: db)
        }
        return try await remove(from: ["results", "anomaly_rows"], before: cutoff)
    }

    private func remove(from tables: [String], before cutoff: Timestamp) async throws -> Int {
        let ids = try await read { try Int64.fetchAll($0, sql: "SELECT id FROM endpoints") }
        var removed = 0
        for id in ids {
            for table in tables {
                while let count = try await removeDay(of: id, from: table, before: cutoff) { removed += count }
            }
        }
        return removed
    }

    /// Removes the oldest day of one endpoint, as a rule an hour of it, so that no append waits long; returns how many rows
    /// that were, and nil where there is none.
    private func removeDay(of id: Int64, from table: String, before cutoff: Timestamp) async throws -> Int? {
        try Task.checkCancellation()
        let oldest = try await read { db in
            try Int64.fetchOne(
                db, sql: "SELECT min(timestamp) FROM \(table) WHERE endpoint_id = ? AND timestamp < ?",
                arguments: [id, cutoff.microseconds])
        }
        guard let oldest else { return nil }
        let end = min(cutoff.microseconds, oldest + 24 * RollupStep.hour.microseconds)
        return try await writePiece { db in
            try db.cachedStatement(sql: "DELETE FROM \(table) WHERE endpoint_id = ? AND timestamp < ?")
                .execute(arguments: [id, end])
            return db.changesCount
        }
    }

    /// When the oldest result or anomaly is from; microseconds since 1970.
    private func oldest() async throws -> Int64? {
        try await read { db in
            try Int64.fetchOne(
                db,
                sql: """
                    SELECT min(oldest) FROM (
                        SELECT (SELECT min(timestamp) FROM results r WHERE r.endpoint_id = e.id) AS oldest
                        FROM endpoints e
                        UNION ALL SELECT min(timestamp) FROM anomaly_rows)
                    """)
        }
    }

    /// Moves everything from the log into the file.
    private func emptyLog() async throws {
        let pool = try database.pool
        try await pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
    }
}
