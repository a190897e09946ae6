package import SondeCore

/// Where measurements are kept, for how long, and how much room they may take.
package struct StoreConfiguration: Sendable, Equatable {
    package var kind: Kind
    package var retention: Retention
    /// Bytes; beyond them the oldest results go before their time. Nil: as much as there is.
    package var maxSize: Int?
    /// Of use to PostgreSQL alone.
    package var spool: SpoolConfiguration

    package init(
        kind: Kind, retention: Retention = Retention(), maxSize: Int? = nil,
        spool: SpoolConfiguration = SpoolConfiguration()
    ) {
        self.kind = kind
        self.retention = retention
        self.maxSize = maxSize
        self.spool = spool
    }

    /// Which store it is.
    package enum Kind: Sendable, Equatable {
        /// The database file; a relative path of the configuration is already joined to the configuration's folder.
        case sqlite(path: String)
        /// The connection URL, and `user@host:port/database` to show in its place.
        case postgres(url: Secret, description: String)
    }
}
