import GRDB
import SondeCore
import Synchronization

/// One opened file: its connections, and the ids of the endpoints in it.
///
/// When another file takes its place, both are given up together: an id of one file never reaches another.
final class OpenDatabase: Sendable {
    let pool: DatabasePool
    /// Nil when the system did not tell.
    let identity: FileIdentity?
    private let isReadOnly: Bool
    /// Ids of the endpoints that are in the database; one is never changed or reused.
    private let endpointIDs = Mutex<[String: Int64]>([:])

    /// Opens the file, creates or migrates the schema, and makes sure that it can be written.
    init(path: String) throws(StoreError) {
        do {
            pool = try DatabasePool(path: path, configuration: Self.configuration)
            try Self.migrate(pool, path: path)
        } catch let error as StoreError {
            throw error
        } catch {
            throw SQLiteFault.opening(path, error)
        }
        identity = FileIdentity(path: path)
        isReadOnly = false
    }

    /// Opens a file that is there to be read, and changes nothing in it.
    init(reading path: String) throws(StoreError) {
        do {
            var configuration = Self.configuration
            configuration.readonly = true
            pool = try DatabasePool(path: path, configuration: configuration)
            try Self.refuseNewer(pool, path: path)
        } catch let error as StoreError {
            throw error
        } catch {
            throw SQLiteFault.opening(path, error)
        }
        identity = FileIdentity(path: path)
        isReadOnly = true
    }

    /// Moves everything from the log into the file and closes it. The file alone then holds everything: it may be
    /// copied as it is, and the log that stays beside it is empty.
    func close() throws {
        if !isReadOnly { try pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) } }
        try pool.close()
    }

    /// The id of an endpoint, inserted if it is new. Ids are remembered only by `remember`, after the commit.
    func endpointID(_ name: String, _ found: inout [String: Int64], in db: Database) throws -> Int64 {
        if let id = found[name] ?? endpointIDs.withLock({ $0[name] }) { return id }
        let id = try Int64.fetchOne(db, sql: "SELECT id FROM endpoints WHERE name = ?", arguments: [name])
        if let id {
            found[name] = id
            return id
        }
        try db.execute(sql: "INSERT INTO endpoints (name) VALUES (?)", arguments: [name])
        found[name] = db.lastInsertedRowID
        return db.lastInsertedRowID
    }

    func remember(_ found: [String: Int64]) {
        guard !found.isEmpty else { return }
        endpointIDs.withLock { $0.merge(found) { _, new in new } }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "sonde"
        configuration.busyMode = .timeout(2)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
            // 10,000 endpoints write to 10,000 leaves of the results tree; they should stay in memory.
            try db.execute(sql: "PRAGMA cache_size = -65536")
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 16000")
        }
        return configuration
    }

    private static func refuseNewer(_ pool: DatabasePool, path: String) throws {
        guard try pool.read(SQLiteSchema.migrator.hasBeenSuperseded) else { return }
        throw StoreError.newerSchema(
            "The database \(path) was made by a newer version of Sonde; "
                + "start that version, or set store.url to another file.")
    }

    private static func migrate(_ pool: DatabasePool, path: String) throws {
        try refuseNewer(pool, path: path)
        try SQLiteSchema.migrator.migrate(pool)
        // A read-only file opens without complaint; the first write would tell, so one is made now.
        try pool.writeWithoutTransaction { db in try db.execute(sql: "BEGIN IMMEDIATE; ROLLBACK") }
    }
}
