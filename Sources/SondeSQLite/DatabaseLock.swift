import Foundation
package import SondeCore

/// Keeps a second Sonde off the same database: two would probe everything twice and share one incident state.
///
/// An advisory lock on `PATH.lock`, which the system releases when the process ends, however it ends.
package final class DatabaseLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `StoreError.unusable` when another process holds the lock.
    package init(databasePath: String) throws(StoreError) {
        let path = databasePath + ".lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw .unusable(
                "The database \(databasePath) cannot be opened; check that its folder exists and may be written, "
                    + "or set store.url to another file.")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw .unusable(
                "The database \(databasePath) is in use by another Sonde; end that one first, "
                    + "or set store.url to another file.")
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }
}
