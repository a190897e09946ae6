import SondeCore

/// Many anomalies as columns, to be inserted by one statement.
struct AnomalyColumns {
    private var timestamp: PostgresColumn
    private var endpoint: PostgresColumn
    private var responseTime: PostgresColumn
    private var score: PostgresColumn
    private var surprise: PostgresColumn
    private var severity: PostgresColumn
    private var reasons: PostgresColumn
    private var location: PostgresColumn

    static let insertion = RowInsertion(
        table: "anomalies",
        columns: [
            ("timestamp", "timestamptz"), ("api_name", "text"), ("response_time_ms", "float8"),
            ("anomaly_score", "float8"), ("surprise", "float8"), ("severity", "text"), ("reasons", "text"),
            ("location", "text"),
        ])

    init(reserving count: Int) {
        timestamp = .timestamps(reserving: count)
        endpoint = .texts(reserving: count)
        responseTime = .doubles(reserving: count)
        score = .doubles(reserving: count)
        surprise = .doubles(reserving: count)
        severity = .texts(reserving: count)
        reasons = .texts(reserving: 4 * count)
        location = .texts(reserving: count)
    }

    mutating func append(_ anomaly: Anomaly) {
        timestamp.append(anomaly.timestamp)
        endpoint.append(anomaly.endpoint)
        responseTime.append(anomaly.responseTime?.wholeMilliseconds)
        score.append(anomaly.score)
        surprise.append(anomaly.surprise)
        severity.append(anomaly.severity?.description)
        reasons.append(anomaly.reasons.joined(separator: "; "))
        location.append(anomaly.location)
    }

    var parameters: [PostgresValue] {
        [
            timestamp.value, endpoint.value, responseTime.value, score.value, surprise.value, severity.value,
            reasons.value,
            location.value,
        ]
    }
}
