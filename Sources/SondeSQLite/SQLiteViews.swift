/// The views that carry the promised names and units, as they were made in version 5; that of incidents has more columns
/// since.
enum SQLiteViews {
    /// Replaces those of earlier versions.
    static let renewal =
        ["api_metrics", "anomalies", "incidents"].map { "DROP VIEW \($0)" } + [metrics, anomalies, incidents]

    /// RFC 3339 in UTC, cut to the millisecond as the API does; strftime alone would round.
    static func time(_ column: String) -> String {
        "strftime('%Y-%m-%dT%H:%M:%S', \(column) / 1000000, 'unixepoch')"
            + " || printf('.%03dZ', \(column) / 1000 % 1000)"
    }

    /// The name of a severity's number.
    static func severity(_ column: String) -> String {
        "CASE \(column) WHEN 1 THEN 'medium' WHEN 2 THEN 'high' WHEN 3 THEN 'critical' END"
    }

    private static let metrics = """
        CREATE VIEW api_metrics AS
        SELECT \(time("r.timestamp")) AS timestamp,
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

    private static let anomalies = """
        CREATE VIEW anomalies AS
        SELECT \(time("a.timestamp")) AS timestamp,
               e.name AS api_name,
               a.response_us / 1000.0 AS response_time_ms,
               a.score AS anomaly_score,
               a.surprise AS surprise,
               \(severity("a.severity")) AS severity,
               1 AS is_anomaly,
               a.reasons AS reasons,
               a.location AS location
        FROM anomaly_rows a JOIN endpoints e ON e.id = a.endpoint_id
        """

    private static let incidents = """
        CREATE VIEW incidents AS
        SELECT i.id AS id,
               e.name AS api_name,
               i.kind AS kind,
               \(severity("i.severity")) AS severity,
               \(time("i.opened_at")) AS opened_at,
               \(time("i.closed_at")) AS closed_at,
               i.reason AS reason,
               \(time("i.excused_at")) AS excused_at
        FROM incident_rows i JOIN endpoints e ON e.id = i.endpoint_id
        """
}
