package import SondeCore
import SondePostgres
import SondeSQLite

extension StoreConfiguration {
    /// What somebody means to do with a store.
    package enum Access: Sendable {
        /// Nothing in it is changed, its schema neither.
        case reading
        /// It is there already; a Sonde may be running on it.
        case changing
        /// It is made if there is none, and no other Sonde runs on it.
        case owning
    }

    /// Opens the store that this configuration names. A file is created or migrated at once, a database when it is first
    /// used.
    ///
    /// - Throws: `StoreError` with a sentence where there is none yet, or where it cannot be used.
    package func open(for access: Access) throws(StoreError) -> any Store {
        switch kind {
        case .sqlite(let path):
            guard access == .owning || FileStatus(path: path) != nil else {
                throw .unusable("There is no database \(path) yet; start 'sonde run' first.")
            }
            return access == .reading ? try SQLiteStore(reading: path) : try SQLiteStore(path: path)
        case .postgres(let url, let description):
            let right: PostgresStore.Access =
                switch access {
                case .reading: .reader
                case .changing: .owner
                case .owning: .sole
                }
            return PostgresStore(
                PostgresServer(url: url, description: description), access: right, retention: retention)
        }
    }
}
