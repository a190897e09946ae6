import GRDB

/// The embedded schema, version by version; see ADR 0004.
///
/// Inside, times are integers: microseconds since the epoch and microseconds of duration. The views carry the names
/// and units that are promised to people's own queries.
enum SQLiteSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 results, anomalies, incidents") { db in
            for statement in [endpoints, results, anomalies, incidents, incidentStates, metricsView, anomaliesView] {
                try db.execute(sql: statement)
            }
        }
        migrator.registerMigration("2 failed results by time, incidents as a view") { db in
            for statement in [failedResults, renameIncidents, incidentsView] { try db.execute(sql: statement) }
        }
        migrator.registerMigration("3 what detectors have learned") { db in
            try db.execute(sql: detectorStates)
        }
        migrator.registerMigration("4 what was called no fault") { db in
            for statement in [faultPatterns, excusedIncidents, dropIncidentsView, incidentsViewWithExcuse] {
                try db.execute(sql: statement)
            }
        }
        migrator.registerMigration("5 times of the views are cut to the millisecond") { db in
            for statement in SQLiteViews.renewal { try db.execute(sql: statement) }
        }
        migrator.registerMigration("6 roll-ups") { db in
            for statement in RollupSchema.statements { try db.execute(sql: statement) }
        }
        migrator.registerMigration("7 notices, timelines, silences") { db in
            for statement in AlertSchema.statements { try db.execute(sql: statement) }
        }
        return migrator
    }

    private static let endpoints = """
        CREATE TABLE endpoints (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE
        )
        """

    /// Clustered by endpoint and time: charts, restarts and retention read one endpoint's rows side by side.
    private static let results = """
        CREATE TABLE results (
            endpoint_id INTEGER NOT NULL,
            timestamp INTEGER NOT NULL,
            location TEXT NOT NULL,
            response_us INTEGER,
            status INTEGER,
            size INTEGER NOT NULL,
            error_category TEXT,
            error_message TEXT,
            dns_us INTEGER,
            connect_us INTEGER,
            tls_us INTEGER,
            ttfb_us INTEGER,
            transfer_us INTEGER,
            PRIMARY KEY (endpoint_id, timestamp, location)
        ) WITHOUT ROWID
        """

    private static let anomalies = """
        CREATE TABLE anomaly_rows (
            endpoint_id INTEGER NOT NULL,
            timestamp INTEGER NOT NULL,
            location TEXT NOT NULL,
            response_us INTEGER,
            score REAL NOT NULL,
            surprise REAL,
            severity INTEGER,
            reasons TEXT NOT NULL,
            PRIMARY KEY (endpoint_id, timestamp, location)
        ) WITHOUT ROWID;
        CREATE INDEX anomaly_rows_by_time ON anomaly_rows (timestamp);
        """

    private static let incidents = """
        CREATE TABLE incidents (
            id TEXT PRIMARY KEY,
            endpoint_id INTEGER NOT NULL,
            kind TEXT NOT NULL,
            severity INTEGER NOT NULL,
            opened_at INTEGER NOT NULL,
            closed_at INTEGER,
            reason TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX incidents_by_time ON incidents (opened_at);
        CREATE INDEX incidents_open ON incidents (endpoint_id) WHERE closed_at IS NULL;
        """

    private static let incidentStates = """
        CREATE TABLE incident_states (
            endpoint_id INTEGER PRIMARY KEY,
            state TEXT NOT NULL
        )
        """

    private static let detectorStates = """
        CREATE TABLE detector_states (
            endpoint_id INTEGER PRIMARY KEY,
            saved_at INTEGER NOT NULL,
            state BLOB NOT NULL
        )
        """

    private static let metricsView = """
        CREATE VIEW api_metrics AS
        SELECT strftime('%Y-%m-%dT%H:%M:%f', r.timestamp / 1000000.0, 'unixepoch') || 'Z' AS timestamp,
               e.name AS api_name,
               r.response_us / 1000.0 AS response_time_ms,
               r.status AS status_code,
               r.error_category IS NULL AS success,
               r.size AS response_size_bytes,
               r.error_message AS error_message,
               r.dns_us / 1000.0 AS dns_ms,
               r.connect_us / 1000.0 AS connect_ms,
               r.tls_us / 1000.0 AS tls_ms,
               r.ttfb_us / 1000.0 AS ttfb_ms,
               r.transfer_us / 1000.0 AS transfer_ms,
               r.location AS location
        FROM results r JOIN endpoints e ON e.id = r.endpoint_id
        """

    private static let anomaliesView = """
        CREATE VIEW anomalies AS
        SELECT strftime('%Y-%m-%dT%H:%M:%f', a.timestamp / 1000000.0, 'unixepoch') || 'Z' AS timestamp,
               e.name AS api_name,
               a.response_us / 1000.0 AS response_time_ms,
               a.score AS anomaly_score,
               a.surprise AS surprise,
               CASE a.severity WHEN 1 THEN 'medium' WHEN 2 THEN 'high' WHEN 3 THEN 'critical' END AS severity,
               1 AS is_anomaly,
               a.reasons AS reasons,
               a.location AS location
        FROM anomaly_rows a JOIN endpoints e ON e.id = a.endpoint_id
        """

    /// Failures are rare: reading the newest of a healthy endpoint would otherwise read all its rows. A result that did
    /// not fail costs nothing here.
    private static let failedResults = """
        CREATE INDEX failed_results ON results (endpoint_id, timestamp) WHERE error_category IS NOT NULL
        """

    private static let renameIncidents = "ALTER TABLE incidents RENAME TO incident_rows"

    private static let incidentsView = incidentsView(with: "")

    private static let faultPatterns = """
        ALTER TABLE incident_rows ADD COLUMN patterns TEXT;
        ALTER TABLE incident_rows ADD COLUMN excused_at INTEGER;
        """

    private static let excusedIncidents = """
        CREATE INDEX excused_incidents ON incident_rows (endpoint_id) WHERE excused_at IS NOT NULL
        """

    private static let dropIncidentsView = "DROP VIEW incidents"

    private static let incidentsViewWithExcuse = incidentsView(
        with: ", strftime('%Y-%m-%dT%H:%M:%f', i.excused_at / 1000000.0, 'unixepoch') || 'Z' AS excused_at")

    private static func incidentsView(with columns: String) -> String {
        """
        CREATE VIEW incidents AS
        SELECT i.id AS id,
               e.name AS api_name,
               i.kind AS kind,
               CASE i.severity WHEN 1 THEN 'medium' WHEN 2 THEN 'high' WHEN 3 THEN 'critical' END AS severity,
               strftime('%Y-%m-%dT%H:%M:%f', i.opened_at / 1000000.0, 'unixepoch') || 'Z' AS opened_at,
               strftime('%Y-%m-%dT%H:%M:%f', i.closed_at / 1000000.0, 'unixepoch') || 'Z' AS closed_at,
               i.reason AS reason\(columns)
        FROM incident_rows i JOIN endpoints e ON e.id = i.endpoint_id
        """
    }
}
