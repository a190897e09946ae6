package import SondeCore

/// Where measurements are kept, and for how long.
package struct StoreConfiguration: Sendable, Equatable {
    package var kind: Kind
    /// How long raw measurements are kept.
    package var retention: Duration

    package init(kind: Kind, retention: Duration = .seconds(30 * 86_400)) {
        self.kind = kind
        self.retention = retention
    }

    /// Which store it is.
    package enum Kind: Sendable, Equatable {
        /// The database file; a relative path of the configuration is already joined to the configuration's folder.
        case sqlite(path: String)
        /// The connection URL, and `user@host:port/database` to show in its place.
        case postgres(url: Secret, description: String)
    }
}
