import SondeCore

/// The tables of the roll-ups; see ADR 0009.
enum RollupSchema {
    static let statements = RollupStep.allCases.map(table) + [progress, beginning, stale]

    /// Clustered as the results are: a chart reads one endpoint's rows side by side.
    private static func table(_ step: RollupStep) -> String {
        """
        CREATE TABLE \(step.table) (
            endpoint_id INTEGER NOT NULL,
            timestamp INTEGER NOT NULL,
            count INTEGER NOT NULL,
            failures INTEGER NOT NULL,
            total_us INTEGER NOT NULL,
            min_us INTEGER,
            max_us INTEGER,
            phases BLOB NOT NULL,
            histogram BLOB NOT NULL,
            PRIMARY KEY (endpoint_id, timestamp)
        ) WITHOUT ROWID
        """
    }

    /// How far the results are rolled up, in microseconds since 1970: complete until `done`; whoever appends a result from
    /// before `begun` says which hour is stale. Of results before `pruned` the roll-ups alone are left.
    private static let progress = """
        CREATE TABLE rollup_progress (
            id INTEGER PRIMARY KEY CHECK (id = 0),
            done INTEGER NOT NULL,
            begun INTEGER NOT NULL,
            pruned INTEGER NOT NULL
        )
        """

    /// From the hour of the oldest result on.
    private static let beginning = """
        INSERT INTO rollup_progress (id, done, begun, pruned)
        SELECT 0, begin, begin, 0
        FROM (SELECT coalesce(min((SELECT min(timestamp) FROM results r WHERE r.endpoint_id = e.id)), 0)
                  / 3600000000 * 3600000000 AS begin
              FROM endpoints e)
        """

    private static let stale = """
        CREATE TABLE stale_hours (
            endpoint_id INTEGER NOT NULL,
            timestamp INTEGER NOT NULL,
            PRIMARY KEY (endpoint_id, timestamp)
        ) WITHOUT ROWID
        """
}
