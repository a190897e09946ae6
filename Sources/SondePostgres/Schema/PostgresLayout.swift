import SondeCore

/// How the tables that grow with time are divided. It is decided when a database is made, and stays.
enum PostgresLayout: String, Sendable {
    /// Hypertables of the timescaledb extension, which compresses and removes by policies of its own.
    case timescale = "timescaledb"
    /// PostgreSQL's own partitions: of a day, and of a month for roll-ups.
    case partitions

    /// The tables that are divided by time.
    static let dividedTables = ["api_metrics", "anomalies"] + RollupStep.allCases.map(\.table)

    /// The end of a CREATE TABLE.
    var division: String {
        switch self {
        case .timescale: ""
        case .partitions: "PARTITION BY RANGE (timestamp)"
        }
    }

    /// Rows come nearly in the order of time: a summary of each few pages tells where a minute lies, and costs next to
    /// nothing to write.
    var timeIndex: String { "USING brin (timestamp) WITH (pages_per_range = 16, autosummarize = on)" }
}
