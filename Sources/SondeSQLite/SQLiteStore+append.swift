import GRDB
package import SondeCore

extension SQLiteStore {
    package func append(_ batch: WriteBatch) async throws {
        guard !batch.isEmpty else { return }
        let database = try await databaseToAppendTo()
        do {
            database.remember(try await database.pool.write { db in try database.insert(batch, in: db) })
        } catch {
            try checkFile(of: database)
            throw SQLiteFault.using(path, error)
        }
        try checkFile(of: database)
    }

    package func prune(before cutoff: Timestamp) async throws -> Int {
        // What is removed lives on in the roll-ups.
        try await rollUp(until: cutoff.advanced(by: .seconds(60)))
        try await write { db in
            var progress = try RollupProgress(in: db)
            let hour = RollupStep.hour.beginning(cutoff.microseconds + RollupStep.hour.microseconds - 1)
            progress.pruned = max(progress.pruned, hour)
            try progress.store(in: db)
        }
        let ids = try await read { try Int64.fetchAll($0, sql: "SELECT id FROM endpoints") }
        var removed = 0
        for id in ids {
            // One endpoint a transaction: an hour of rows at most, so that no append waits long.
            removed += try await write { db in
                var count = 0
                for table in ["results", "anomaly_rows"] {
                    try db.execute(
                        sql: "DELETE FROM \(table) WHERE endpoint_id = ? AND timestamp < ?",
                        arguments: [id, cutoff.microseconds])
                    count += db.changesCount
                }
                return count
            }
        }
        return try await removed
            + write { db in
                try db.execute(
                    sql: "DELETE FROM incident_rows WHERE closed_at < ? AND excused_at IS NULL",
                    arguments: [cutoff.microseconds])
                return db.changesCount
            }
    }
}
