package import SondeCore

extension PostgresStore {
    package func prune(before cutoffs: RetentionCutoffs) async throws -> Int {
        try await rollUpBeforeRemoving(cutoffs.results)
        var removed = 0
        for (table, cutoff) in [
            ("api_metrics", cutoffs.results), ("anomalies", cutoffs.results),
            (RollupStep.minute.table, cutoffs.minuteRollups), (RollupStep.hour.table, cutoffs.hourRollups),
        ] {
            removed += try await remove(from: table, before: cutoff)
        }
        return try await removed
            + upkeep.transaction { connection in
                try connection.change(
                    "DELETE FROM incidents WHERE closed_at < $1 AND excused_at IS NULL", [.timestamp(cutoffs.results)])
            }
    }

    package func trim(to bytes: Int, keeping cutoff: Timestamp) async throws -> Timestamp? {
        var removedUntil: Timestamp?
        while try await size().used > bytes {
            try Task.checkCancellation()
            let oldest = try await upkeep.transaction { try $0.oldestResult() }
            // The day of the cutoff stays as a whole.
            guard let end = oldest.map({ Partition(of: "api_metrics", holding: $0).end }), end <= cutoff else {
                return cutoff
            }
            try await rollUpBeforeRemoving(end)
            for table in ["api_metrics", "anomalies"] { _ = try await remove(from: table, before: end) }
            removedUntil = end
        }
        return removedUntil
    }

    /// What is removed lives on in the roll-ups.
    private func rollUpBeforeRemoving(_ cutoff: Timestamp) async throws {
        try await rollUp(until: cutoff.advanced(by: .seconds(60)))
        let hour = RollupStep.hour
        let pruned = Timestamp(microseconds: hour.beginning(cutoff.microseconds + hour.microseconds - 1))
        try await upkeep.transaction { connection in
            var progress = try RollupProgress(on: connection)
            progress.pruned = pruned
            try progress.store(on: connection)
        }
    }

    /// Removes the partitions or chunks of a table that end before a time; returns the rows that were in them.
    private func remove(from table: String, before cutoff: Timestamp) async throws -> Int {
        switch try await layout() {
        case .timescale:
            // Chunks of a day begin at midnight.
            let midnight = Partition(of: "api_metrics", holding: cutoff).beginning
            return try await upkeep.transaction { connection in
                try connection.allowForLong()
                let rows = try connection.rows(of: table, before: midnight)
                guard rows > 0 else { return 0 }
                try connection.execute(
                    "SELECT drop_chunks('\(table)', older_than => '\(midnight.rfc3339)'::timestamptz)")
                return rows
            }
        case .partitions:
            let partitions = try await upkeep.transaction { try Partition.all(of: table, on: $0) }
            var removed = 0
            for partition in partitions where partition.end <= cutoff {
                removed += try await upkeep.transaction { connection in
                    try connection.allowForLong()
                    let rows = try connection.rows(of: partition.name, before: partition.end)
                    // Who reads the table is waited for, but nobody for long: the next time will do.
                    try connection.execute("SET LOCAL lock_timeout = '5s'; DROP TABLE \(partition.name)")
                    return rows
                }
            }
            if removed > 0 { forget() }
            return removed
        }
    }

    package func kind() async throws -> String {
        let layout = try await layout()
        return try await readers.read { connection in
            let server = try connection.query("SHOW server_version") { rows in
                "PostgreSQL " + (rows.text(0, 0).split(separator: " ").first ?? "")
            }
            switch layout {
            case .timescale: return "TimescaleDB \(try TimescaleExtension.version(connection) ?? "") on \(server)"
            case .partitions: return "\(server), partitioned by day"
            }
        }
    }

    package func size() async throws -> StoreSize {
        let layout = try await layout()
        return try await readers.read { connection in
            let parts = try Self.parts.map { name, tables in
                try tables.reduce(into: StoreSize.Part(name: name, rows: 0, bytes: 0)) { part, table in
                    let size = try connection.size(of: table, layout)
                    part.rows += size.rows
                    part.bytes += size.bytes
                }
            }
            return StoreSize(parts: parts, used: parts.reduce(0) { $0 + $1.bytes }, free: 0)
        }
    }

    private static let parts = [
        ("results", ["api_metrics"]), ("anomalies", ["anomalies"]), ("minute roll-ups", ["minute_rollups"]),
        ("hour roll-ups", ["hour_rollups"]), ("incidents", ["incidents", "incident_states"]),
        ("detectors", ["detector_states"]),
    ]
}

extension PostgresConnection {
    fileprivate func allowForLong() throws {
        try execute("SET LOCAL statement_timeout = '30min'")
    }

    fileprivate func rows(of table: String, before time: Timestamp) throws -> Int {
        try query("SELECT count(*) FROM \(table) WHERE timestamp < $1", [.timestamp(time)]) { $0.integer(0, 0) }
    }

    /// Bytes with indexes; rows as the planner estimates them, which costs nothing.
    fileprivate func size(of table: String, _ layout: PostgresLayout) throws -> (rows: Int, bytes: Int) {
        let tables =
            switch layout {
            case _ where !PostgresLayout.dividedTables.contains(table): "oid = to_regclass('\(table)')"
            case .partitions: "oid IN (SELECT relid FROM pg_partition_tree('\(table)') WHERE isleaf)"
            case .timescale: ""
            }
        let statement =
            tables.isEmpty
            ? "SELECT approximate_row_count('\(table)'), hypertable_size('\(table)')"
            : """
            SELECT coalesce(sum(greatest(reltuples, 0)), 0)::bigint, coalesce(sum(pg_total_relation_size(oid)), 0)::bigint
            FROM pg_class WHERE \(tables)
            """
        return try query(statement) { rows in
            (rows.optionalInteger(0, 0) ?? 0, rows.optionalInteger(0, 1) ?? 0)
        }
    }
}
