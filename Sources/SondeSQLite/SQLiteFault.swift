import Foundation
import GRDB
import SondeCore

/// Turns an error of SQLite into a sentence that says what failed, where, and what to do.
enum SQLiteFault {
    static func opening(_ path: String, _ error: any Error) -> StoreError {
        guard let error = error as? DatabaseError else {
            return .unusable("The database \(path) cannot be opened: \(error.localizedDescription)")
        }
        switch error.resultCode {
        case .SQLITE_CANTOPEN:
            return .unusable(
                "The database \(path) cannot be opened; check that its folder exists and may be written, "
                    + "or set store.url to another file.")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            return .unusable(
                "The database \(path) is not writable; give the user who runs Sonde the right to write it, "
                    + "or set store.url to another file.")
        case .SQLITE_NOTADB, .SQLITE_CORRUPT:
            return .unusable(
                "The file \(path) is not a sound SQLite database; move it away, or set store.url to another file.")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return .unusable("The database \(path) is locked by another process; stop that process first.")
        default: return .unusable("The database \(path) cannot be used: \(words(error)).")
        }
    }

    static func using(_ path: String, _ error: any Error) -> any Error {
        if error is CancellationError || error is StoreError { return error }
        guard let error = error as? DatabaseError else {
            return StoreError.unavailable("The database \(path) cannot be used: \(error.localizedDescription)")
        }
        switch error.resultCode {
        case .SQLITE_FULL: return StoreError.unavailable("The disk that holds \(path) is full; free some space on it.")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return StoreError.unavailable("The database \(path) is locked by another process; Sonde keeps trying.")
        case .SQLITE_READONLY:
            return StoreError.unavailable("The database \(path) has become read-only; make it writable again.")
        case .SQLITE_IOERR, .SQLITE_CANTOPEN:
            return StoreError.unavailable("The database \(path) cannot be read or written: \(words(error)).")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            return StoreError.unusable("The database \(path) is damaged; restore it from a backup.")
        default: return StoreError.unavailable("The database \(path) reports: \(words(error)).")
        }
    }

    /// SQLite's own message; never the arguments of the statement.
    private static func words(_ error: DatabaseError) -> String {
        error.message ?? "error \(error.resultCode.rawValue)"
    }
}
