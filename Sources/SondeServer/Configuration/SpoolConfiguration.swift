package import SondeSQLite

/// Where what PostgreSQL cannot take just now waits on disk, and how much of it for how long.
package struct SpoolConfiguration: Sendable, Equatable {
    /// A relative path of the configuration is already joined to the configuration's folder.
    package var path: String
    /// Bytes.
    package var maxSize: Int
    package var maxAge: Duration

    package init(
        path: String = "sonde-spool.db", maxSize: Int = SpoolLimits().maxSize, maxAge: Duration = SpoolLimits().maxAge
    ) {
        self.path = path
        self.maxSize = maxSize
        self.maxAge = maxAge
    }
}
