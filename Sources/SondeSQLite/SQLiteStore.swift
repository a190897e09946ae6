import GRDB
package import SondeCore
import Synchronization

/// The embedded store: one SQLite file in WAL mode.
///
/// A commit survives the end of the process at once, and the end of the machine from the next checkpoint on
/// (`synchronous=NORMAL`); see ADR 0003. A file that is removed or replaced meanwhile is noticed by the append after
/// it; see `SQLiteStore+reopening.swift`.
package final class SQLiteStore: Store {
    let path: String
    let state: Mutex<State>

    enum State {
        case open(OpenDatabase)
        /// The file at the path is gone or another one. Nil when what was opened is closed already.
        case lost(OpenDatabase?)
        case reopening
        case closed
    }

    /// Opens the file, creates or migrates the schema, and makes sure that it can be written.
    ///
    /// - Throws: `StoreError` with a sentence that names the file and what to do.
    package init(path: String) throws(StoreError) {
        self.path = path
        state = Mutex(.open(try OpenDatabase(path: path)))
    }

    /// Opens a file that is there, to read it: nothing in it is changed, and appending fails.
    package init(reading path: String) throws(StoreError) {
        self.path = path
        state = Mutex(.open(try OpenDatabase(reading: path)))
    }

    package func close() async throws {
        let database = state.withLock { state in
            defer { state = .closed }
            return state.database
        }
        do { try database?.close() } catch { throw SQLiteFault.using(path, error) }
    }

    /// The file that is open, a lost one included: it still holds the history until the next append opens another.
    var database: OpenDatabase {
        get throws(StoreError) {
            guard let database = state.withLock({ $0.database }) else {
                throw .unavailable("The database \(path) is not open just now; Sonde keeps trying.")
            }
            return database
        }
    }

    /// Runs `body` in a read transaction and reports every error as a `StoreError`.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        let pool = try database.pool
        do { return try await pool.read(body) } catch { throw SQLiteFault.using(path, error) }
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        let pool = try database.pool
        do { return try await pool.write(body) } catch { throw SQLiteFault.using(path, error) }
    }

    /// One transaction of many in a row: after it, another process that waits for the file has a chance to be next. SQLite
    /// lets nobody queue, and who waits looks again ten times a second.
    func writePiece<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        let clock = ContinuousClock()
        let start = clock.now
        let value = try await write(body)
        try await clock.sleep(for: min(.milliseconds(100), start.duration(to: clock.now) / 2))
        return value
    }
}

extension SQLiteStore.State {
    var database: OpenDatabase? {
        switch self {
        case .open(let database): database
        case .lost(let database): database
        case .reopening, .closed: nil
        }
    }
}
