import SondeCore

/// Brings a database to the newest form: each step once, all within one transaction, under a lock that lets one Sonde
/// at a time do it.
struct PostgresMigration {
    /// What a step is called in the database's own list, and what it does. Steps are never changed once they are out.
    private struct Step {
        var name: String
        var body: @Sendable (isolated PostgresConnection, PostgresLayout) throws -> Void
    }

    private static let steps = [
        Step(name: "tables") { connection, layout in
            for statement in PostgresTables.all(layout) { try connection.execute(statement) }
            switch layout {
            case .timescale: for statement in HypertableStatements.all { try connection.execute(statement) }
            case .partitions: try TimeBucket.make(on: connection)
            }
        },
        Step(name: "notices, timelines, silences") { connection, _ in
            for statement in AlertTables.all { try connection.execute(statement) }
        },
    ]

    /// - Parameter mayChange: Without it a database that is not in the newest form is refused.
    /// - Returns: How the database is divided.
    /// - Throws: `StoreError.newerSchema` where a newer Sonde made it.
    static func run(on connection: isolated PostgresConnection, mayChange: Bool) throws -> PostgresLayout {
        let place = "The database \(connection.server.description)"
        guard mayChange else {
            guard let state = try present(connection) else {
                throw StoreError.unusable("\(place) holds nothing of Sonde yet; start 'sonde run' first.")
            }
            if state.version > steps.count { throw newer(place) }
            if state.version < steps.count { throw older(place) }
            return state.layout
        }
        // Another Sonde that is at it may take its time.
        try connection.execute("SET LOCAL statement_timeout = '30min'; SET LOCAL lock_timeout = '30min'")
        try connection.execute("SELECT pg_advisory_xact_lock(\(AdvisoryLock.migration.key))")
        let state = try present(connection)
        if let state, state.version > steps.count { throw newer(place) }
        if let state, state.version == steps.count { return state.layout }
        let layout = try state?.layout ?? begin(connection)
        for (number, step) in steps.enumerated().dropFirst(state?.version ?? 0) {
            try step.body(connection, layout)
            try connection.execute("INSERT INTO sonde_migrations VALUES (\(number + 1), '\(step.name)')")
        }
        return layout
    }

    private static func newer(_ place: String) -> StoreError {
        .newerSchema(
            "\(place) was made by a newer version of Sonde; start that version, or set store.url to another database.")
    }

    private static func older(_ place: String) -> StoreError {
        .unusable(
            "\(place) is in the form of an older version of Sonde; start 'sonde run' of this version once, which brings it "
                + "to the newest.")
    }

    private struct State {
        var version: Int
        var layout: PostgresLayout
    }

    /// What an earlier run left; nil in a new database.
    private static func present(_ connection: isolated PostgresConnection) throws -> State? {
        guard try connection.query("SELECT to_regclass('sonde_migrations') IS NOT NULL", [], { $0.integer(0, 0) == 1 })
        else { return nil }
        return try connection.query(
            "SELECT (SELECT max(version) FROM sonde_migrations), (SELECT layout FROM sonde_layout)"
        ) { rows in
            let layout = PostgresLayout(rawValue: rows.optionalText(0, 1) ?? "") ?? .partitions
            return rows.optionalInteger(0, 0).map { State(version: $0, layout: layout) }
        }
    }

    private static func begin(_ connection: isolated PostgresConnection) throws -> PostgresLayout {
        let layout: PostgresLayout = try TimescaleExtension.isUsable(connection) ? .timescale : .partitions
        try connection.execute(
            """
            CREATE TABLE sonde_migrations (
                version integer PRIMARY KEY,
                name text NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE TABLE sonde_layout (layout text NOT NULL);
            INSERT INTO sonde_layout VALUES ('\(layout.rawValue)')
            """)
        return layout
    }
}
