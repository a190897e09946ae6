import GRDB
package import SondeCore
import Synchronization

/// Batches on their way to a store that cannot be reached, in their order, in a SQLite file beside Sonde; and a mirror of
/// the open incidents, so that Sonde can start without the store. See ADR 0011.
///
/// One connection, which holds the file for itself as long as it is open. A commit survives the end of the process and
/// of the machine (`synchronous=FULL`).
package final class SQLiteSpool: Sendable {
    package let path: String
    let limits: SpoolLimits
    let queue: DatabaseQueue
    let state: Mutex<State>

    struct State {
        var status = SpoolStatus()
        /// Batches that wait, and detector states.
        var waiting = 0
        /// The number of the batch that comes next.
        var next: Int64 = 1
        /// How often the clock was set while something waited, the oldest time first.
        var leaps: [ClockLeap] = []
        var mirror = IncidentMirror()
        /// The file lacks something of `mirror`: it is written as a whole the next time.
        var isMirrorStale = false
    }

    /// Opens the file, or makes it.
    ///
    /// - Throws: `StoreError.unusable` or `.newerSchema` with a sentence that names the file and what to do.
    package init(path: String, limits: SpoolLimits = SpoolLimits()) throws(StoreError) {
        self.path = path
        self.limits = limits
        do {
            let queue = try DatabaseQueue(path: path, configuration: Self.configuration)
            guard try !queue.read(SpoolSchema.migrator.hasBeenSuperseded) else {
                throw StoreError.newerSchema(
                    "The spool \(path) was made by a newer version of Sonde; start that version, "
                        + "or set store.spool.path to another file.")
            }
            try SpoolSchema.migrator.migrate(queue)
            state = Mutex(try queue.write { db in try State(in: db) })
            self.queue = queue
        } catch let error as StoreError {
            throw error
        } catch {
            throw SpoolFault.opening(path, error)
        }
    }

    /// What is in it, without reading the file.
    package var status: SpoolStatus { state.withLock { $0.status } }

    /// Whether nothing waits; what is set aside does not count.
    package var isEmpty: Bool { state.withLock { $0.waiting == 0 } }

    package var mirror: IncidentMirror { state.withLock { $0.mirror } }

    /// Closes the file; what waits in it stays.
    package func close() throws {
        do { try queue.close() } catch { throw SpoolFault.using(path, error) }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "sonde-spool"
        configuration.journalMode = .wal
        configuration.prepareDatabase { db in
            // The system gives the lock back when the process ends, however it ends.
            try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA journal_size_limit = 0")
        }
        return configuration
    }

    /// Runs a transaction. All of them run one after the other, so that the state is that of the file.
    ///
    /// - Parameters:
    ///   - body: What it does to the state counts once the transaction is committed.
    ///   - fallback: What becomes of the state where nothing could be written.
    func change<Value: Sendable>(
        _ body: @escaping @Sendable (Database, inout State) throws -> Value,
        orElse fallback: @escaping @Sendable (inout State) -> Void = { _ in }
    ) async throws -> Value {
        do {
            return try await queue.writeWithoutTransaction { [self] db in
                do {
                    var next = state.withLock { $0 }
                    var value: Value?
                    try db.inTransaction(.immediate) {
                        value = try body(db, &next)
                        try next.measure(in: db)
                        return .commit
                    }
                    state.withLock { $0 = next }
                    guard let value else { throw CancellationError() }
                    return value
                } catch {
                    state.withLock { fallback(&$0) }
                    throw error
                }
            }
        } catch {
            throw SpoolFault.using(path, error)
        }
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do { return try await queue.read(body) } catch { throw SpoolFault.using(path, error) }
    }
}

/// How much a spool may hold.
package struct SpoolLimits: Sendable, Hashable {
    /// Bytes of the file in use; beyond them the oldest measurements are dropped.
    package var maxSize: Int
    /// Measurements that wait longer are dropped.
    package var maxAge: Duration

    package init(maxSize: Int = 1 << 30, maxAge: Duration = .seconds(30 * 86_400)) {
        self.maxSize = maxSize
        self.maxAge = maxAge
    }
}
