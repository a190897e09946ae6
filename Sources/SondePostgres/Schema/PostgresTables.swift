import SondeCore

/// The tables as they are made first; see ADR 0010.
///
/// In the wide ones the columns lie by falling width, so that none is padded: the promised names count, not their order.
enum PostgresTables {
    static func all(_ layout: PostgresLayout) -> [String] {
        [metrics(layout), anomalies(layout)] + RollupStep.allCases.map { rollups($0, layout) }
            + [incidents, incidentStates, detectorStates, progress, stale, histogramValue]
    }

    private static func metrics(_ layout: PostgresLayout) -> String {
        """
        CREATE TABLE api_metrics (
            timestamp timestamptz NOT NULL,
            response_time_ms double precision,
            dns_ms real,
            connect_ms real,
            tls_ms real,
            ttfb_ms real,
            transfer_ms real,
            response_size_bytes integer NOT NULL,
            status_code smallint,
            success boolean NOT NULL,
            api_name text NOT NULL,
            location text NOT NULL DEFAULT 'local',
            error_category text,
            error_message text
        ) \(layout.division);
        CREATE UNIQUE INDEX api_metrics_key ON api_metrics (api_name, timestamp, location) WITH (fillfactor = 100);
        CREATE INDEX api_metrics_failed ON api_metrics (api_name, timestamp) WHERE NOT success;
        CREATE INDEX api_metrics_time ON api_metrics \(layout.timeIndex)
        """
    }

    private static func anomalies(_ layout: PostgresLayout) -> String {
        """
        CREATE TABLE anomalies (
            timestamp timestamptz NOT NULL,
            response_time_ms double precision,
            anomaly_score double precision NOT NULL,
            surprise double precision,
            is_anomaly boolean NOT NULL DEFAULT true,
            api_name text NOT NULL,
            location text NOT NULL DEFAULT 'local',
            severity text,
            reasons text NOT NULL
        ) \(layout.division);
        CREATE UNIQUE INDEX anomalies_key ON anomalies (api_name, timestamp, location);
        CREATE INDEX anomalies_time ON anomalies (timestamp)
        """
    }

    private static let incidents = """
        CREATE TABLE incidents (
            id text PRIMARY KEY,
            api_name text NOT NULL,
            kind text NOT NULL,
            severity text NOT NULL,
            opened_at timestamptz NOT NULL,
            closed_at timestamptz,
            reason text NOT NULL,
            excused_at timestamptz,
            patterns text NOT NULL DEFAULT '[]'
        );
        CREATE INDEX incidents_opened ON incidents (opened_at);
        CREATE INDEX incidents_of_api ON incidents (api_name, opened_at);
        CREATE INDEX incidents_open ON incidents (opened_at) WHERE closed_at IS NULL
        """

    private static let incidentStates = """
        CREATE TABLE incident_states (
            api_name text PRIMARY KEY,
            state text NOT NULL
        )
        """

    /// What is saved is dense already: pressing it costs time and wins nothing.
    private static let detectorStates = """
        CREATE TABLE detector_states (
            api_name text PRIMARY KEY,
            saved_at timestamptz NOT NULL,
            state bytea NOT NULL
        );
        ALTER TABLE detector_states ALTER COLUMN state SET STORAGE EXTERNAL
        """

    /// A phase's total is that of the probes in which it happened; both are null where it never did.
    private static func rollups(_ step: RollupStep, _ layout: PostgresLayout) -> String {
        """
        CREATE TABLE \(step.table) (
            timestamp timestamptz NOT NULL,
            total_ms double precision NOT NULL,
            min_ms double precision,
            max_ms double precision,
            dns_total_ms double precision,
            connect_total_ms double precision,
            tls_total_ms double precision,
            ttfb_total_ms double precision,
            transfer_total_ms double precision,
            count integer NOT NULL,
            failures integer NOT NULL,
            dns_count integer,
            connect_count integer,
            tls_count integer,
            ttfb_count integer,
            transfer_count integer,
            api_name text NOT NULL,
            histogram integer[] NOT NULL
        ) \(layout.division);
        CREATE UNIQUE INDEX \(step.table)_key ON \(step.table) (api_name, timestamp) WITH (fillfactor = 100);
        CREATE INDEX \(step.table)_time ON \(step.table) \(layout.timeIndex)
        """
    }

    /// One row; see `RollupProgress`.
    private static let progress = """
        CREATE TABLE rollup_progress (
            id integer PRIMARY KEY CHECK (id = 0),
            done timestamptz NOT NULL,
            begun timestamptz NOT NULL,
            pruned timestamptz NOT NULL
        );
        INSERT INTO rollup_progress VALUES (0, 'epoch', 'epoch', 'epoch')
        """

    private static let stale = """
        CREATE TABLE stale_hours (
            api_name text NOT NULL,
            timestamp timestamptz NOT NULL,
            marks integer NOT NULL DEFAULT 1,
            PRIMARY KEY (api_name, timestamp)
        )
        """

    /// An element of a histogram holds the number of a bucket and, in its lower 21 bits, how many values lie in it. This
    /// function gives the milliseconds that stand for all values of a bucket, within 2 % of each.
    private static let histogramValue = """
        CREATE FUNCTION histogram_value(element integer) RETURNS double precision
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        RETURN 0.002 * power(1.02::float8 / 0.98, element >> 21) / (1.02::float8 / 0.98 + 1)
        """
}
