import GRDB

/// The tables of a spool; see ADR 0011.
enum SpoolSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 queue, mirror, what is set aside") { db in
            for statement in [measurements, events, detectorStates, setAside, openIncidents, incidentStates] {
                try db.execute(sql: statement)
            }
        }
        migrator.registerMigration("2 leaps of the clock") { db in try db.execute(sql: clockLeaps) }
        // Batches are written in a form that an older Sonde cannot read.
        migrator.registerMigration("3 notices, timelines, silences") { db in
            for statement in [notices, silences] { try db.execute(sql: statement) }
        }
        return migrator
    }

    /// Results and anomalies of a batch. What they have in common with its events is the number.
    private static let measurements = """
        CREATE TABLE measurements (
            number INTEGER PRIMARY KEY,
            added_at INTEGER NOT NULL,
            row_count INTEGER NOT NULL,
            bytes BLOB NOT NULL
        )
        """

    /// Incidents and their states, their steps, notices and silences, which are never dropped.
    private static let events = """
        CREATE TABLE events (
            number INTEGER PRIMARY KEY,
            added_at INTEGER NOT NULL,
            row_count INTEGER NOT NULL,
            bytes BLOB NOT NULL
        )
        """

    /// The newest of each endpoint, which has an id that no older one had; no bytes where the state is to be removed.
    private static let detectorStates = """
        CREATE TABLE detector_states (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            endpoint TEXT NOT NULL UNIQUE,
            saved_at INTEGER NOT NULL,
            bytes BLOB
        )
        """

    /// Rows that the store refuses, and why.
    private static let setAside = """
        CREATE TABLE set_aside (
            id INTEGER PRIMARY KEY,
            added_at INTEGER NOT NULL,
            row_count INTEGER NOT NULL,
            reason TEXT NOT NULL,
            bytes BLOB NOT NULL
        )
        """

    /// What `IncidentMirror` keeps of incidents, as they are now, whether the store knows it yet or not.
    private static let openIncidents = """
        CREATE TABLE mirrored_incidents (
            id TEXT PRIMARY KEY,
            bytes BLOB NOT NULL
        ) WITHOUT ROWID
        """

    private static let incidentStates = """
        CREATE TABLE mirrored_states (
            endpoint TEXT PRIMARY KEY,
            bytes BLOB NOT NULL
        ) WITHOUT ROWID
        """

    private static let notices = """
        CREATE TABLE mirrored_notices (
            id TEXT PRIMARY KEY,
            bytes BLOB NOT NULL
        ) WITHOUT ROWID
        """

    private static let silences = """
        CREATE TABLE mirrored_silences (
            id TEXT PRIMARY KEY,
            bytes BLOB NOT NULL
        ) WITHOUT ROWID
        """

    /// By how many microseconds the clock was set after the batches with lower numbers were added.
    private static let clockLeaps = """
        CREATE TABLE clock_leaps (
            number INTEGER PRIMARY KEY,
            microseconds INTEGER NOT NULL
        )
        """
}
