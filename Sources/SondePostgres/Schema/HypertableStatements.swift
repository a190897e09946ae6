import SondeCore

/// What makes hypertables of the tables, and keeps them small. For TimescaleDB 2.13 and later.
enum HypertableStatements {
    /// After a week nothing is written any more, and what is read is read by API.
    static let all = PostgresLayout.dividedTables.flatMap { table in
        [
            """
            SELECT create_hypertable('\(table)', 'timestamp', chunk_time_interval => INTERVAL '\(chunk(of: table))',
                create_default_indexes => false)
            """,
            """
            ALTER TABLE \(table) SET (timescaledb.compress, timescaledb.compress_segmentby = 'api_name',
                timescaledb.compress_orderby = 'timestamp')
            """,
            "SELECT add_compression_policy('\(table)', INTERVAL '7 days')",
        ]
    }

    /// Five years of hours in chunks of a day would be 1,825 tables, and a chart of them would take more locks than a server
    /// has by default.
    private static func chunk(of table: String) -> String {
        switch table {
        case RollupStep.hour.table: "30 days"
        case RollupStep.minute.table: "7 days"
        default: "1 day"
        }
    }

    /// Removes the chunks of a table that are older than so long, from now on.
    static func retention(of table: String, _ duration: Duration) -> [String] {
        [
            "SELECT remove_retention_policy('\(table)', if_exists => true)",
            "SELECT add_retention_policy('\(table)', INTERVAL '\(duration.components.seconds) seconds')",
        ]
    }

    /// One row, if there is such a policy: for how many seconds a table's chunks are kept.
    static let presentRetention = """
        SELECT extract(epoch FROM (config ->> 'drop_after')::interval)::bigint FROM timescaledb_information.jobs
        WHERE proc_name = 'policy_retention' AND hypertable_name = $1
        """
}
