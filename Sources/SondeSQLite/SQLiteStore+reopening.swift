import Foundation
import SondeCore
import Synchronization

/// What happens when somebody removes or replaces the file under a running Sonde: the system lets a process write on
/// into a file without a name, and everything would be lost with it.
///
/// The append that notices says so and throws; whoever appends keeps the batch and tries again, and that append opens
/// what is at the path now, a new file if there is none.
extension SQLiteStore {
    /// Throws when what was committed to `database` is not in the file at the path.
    func checkFile(of database: OpenDatabase) throws(StoreError) {
        let sentence: String
        switch database.identity?.fate(at: path) ?? .kept {
        case .kept: return
        case .removed:
            sentence = "The database \(path) was removed while Sonde runs; Sonde begins a new one."
        case .replaced:
            sentence = "The database \(path) was replaced while Sonde runs; Sonde goes on with the file that is there."
        }
        state.withLock { state in
            if case .open(let current) = state, current === database { state = .lost(database) }
        }
        throw .unavailable(sentence)
    }

    /// The database to append to, opened anew when the last append found it lost.
    func databaseToAppendTo() async throws -> OpenDatabase {
        let (open, lost) = state.withLock { state -> (OpenDatabase?, State?) in
            switch state {
            case .open(let database): return (database, nil)
            case .reopening, .closed: return (nil, nil)
            case .lost:
                defer { state = .reopening }
                return (nil, state)
            }
        }
        if let open { return open }
        guard let lost else {
            throw StoreError.unavailable("The database \(path) is not open just now; Sonde keeps trying.")
        }
        return try await reopen(lost)
    }

    /// The old file is closed first: its log may still lie at the path, and must be empty before another file is
    /// opened beside it. A file that was only moved away is then complete.
    private func reopen(_ lost: State) async throws -> OpenDatabase {
        var old = lost.database
        do {
            if let database = old { try await onAThread { try database.close() } }
            old = nil
            let database = try await onAThread { [path] in try OpenDatabase(path: path) }
            state.withLock { $0 = .open(database) }
            return database
        } catch {
            state.withLock { $0 = .lost(old) }
            throw SQLiteFault.using(path, error)
        }
    }

    private func onAThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
        }
    }
}
