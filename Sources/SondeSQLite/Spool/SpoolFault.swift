import Foundation
import GRDB
import SondeCore

/// Turns an error of SQLite into a sentence about the spool. Nothing here may read as if the store itself had the fault.
enum SpoolFault {
    private static let otherFile = "set store.spool.path to another file"

    static func opening(_ path: String, _ error: any Error) -> StoreError {
        guard let error = error as? DatabaseError else {
            return .unusable("The spool \(path) cannot be opened: \(error.localizedDescription)")
        }
        switch error.resultCode {
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            return .unusable(
                "The spool \(path) cannot be opened; check that its folder exists and that both may be written, "
                    + "or \(otherFile).")
        case .SQLITE_NOTADB, .SQLITE_CORRUPT:
            return .unusable(
                "The spool \(path) is damaged; move it away, with what in it was not stored yet, or \(otherFile).")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return .unusable("The spool \(path) is in use by another Sonde; end that one first, or \(otherFile).")
        default: return .unusable("The spool \(path) cannot be used: \(words(error)).")
        }
    }

    static func using(_ path: String, _ error: any Error) -> any Error {
        if error is CancellationError || error is StoreError { return error }
        guard let error = error as? DatabaseError else {
            return StoreError.unavailable("The spool \(path) cannot be used: \(error.localizedDescription)")
        }
        switch error.resultCode {
        case .SQLITE_FULL:
            return StoreError.unavailable("The disk that holds the spool \(path) is full; free some space on it.")
        case .SQLITE_READONLY:
            return StoreError.unavailable("The spool \(path) has become read-only; make it writable again.")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            return StoreError.unusable("The spool \(path) is damaged; move it away and start Sonde again.")
        default: return StoreError.unavailable("The spool \(path) cannot be read or written: \(words(error)).")
        }
    }

    /// SQLite's own message; never the arguments of the statement.
    private static func words(_ error: DatabaseError) -> String {
        error.message ?? "error \(error.resultCode.rawValue)"
    }
}
