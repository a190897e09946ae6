import SondeCore

/// The timescaledb extension, where the server has it.
enum TimescaleExtension {
    /// Its first version that can be used.
    private static let oldest = (2, 13)

    /// The installed version as a text; nil without the extension.
    static func version(_ connection: isolated PostgresConnection) throws -> String? {
        try connection.query("SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'") { rows in
            rows.count == 0 ? nil : rows.text(0, 0)
        }
    }

    /// Whether hypertables can be made here and compressed: creates the extension if the server has it and the user may.
    static func isUsable(_ connection: isolated PostgresConnection) throws -> Bool {
        if try version(connection) != nil { return try isSufficient(connection) }
        // Where it is not loaded with the server, creating it would end the connection.
        guard try isLoaded(connection) else { return false }
        try connection.execute("SAVEPOINT extension")
        do {
            try connection.execute("CREATE EXTENSION timescaledb")
            if try isSufficient(connection) { return true }
        } catch let error as StoreError {
            guard connection.isOpen else { throw error }
        }
        try connection.execute("ROLLBACK TO SAVEPOINT extension")
        return false
    }

    /// The Apache edition, which some services offer, compresses nothing and has no policies.
    private static func isSufficient(_ connection: isolated PostgresConnection) throws -> Bool {
        let edition = try connection.query("SELECT current_setting('timescaledb.license', true)") {
            $0.optionalText(0, 0)
        }
        guard edition == "timescale", let version = try version(connection) else { return false }
        let parts = version.split(separator: ".").prefix(2).compactMap { Int($0) }
        return parts.count == 2 && (parts[0], parts[1]) >= oldest
    }

    /// The extension's loader makes this setting known.
    private static func isLoaded(_ connection: isolated PostgresConnection) throws -> Bool {
        try connection.query(
            """
            SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'timescaledb')
               AND current_setting('timescaledb.disable_load', true) IS NOT NULL
            """
        ) { $0.integer(0, 0) == 1 }
    }
}
