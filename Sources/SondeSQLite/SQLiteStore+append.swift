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
}
