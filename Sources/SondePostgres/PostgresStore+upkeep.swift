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
        removed += try await upkeep.transaction { connection in
            try connection.removeIncidents(before: cutoffs.results)
        }
        try await packDays()
        return removed
    }

    package func trim(to bytes: Int, keeping cutoff: Timestamp) async throws -> Timestamp? {
        var removedUntil: Timestamp?
        while try await size().used > bytes {
            try Task.checkCancellation()
            let layout = try await layout()
            let oldest = try await upkeep.transaction { try OldestResult.pieces(layout, on: $0).first }
            // The day of the cutoff stays as a whole.
            guard let end = oldest?.upperBound, end <= cutoff else { return cutoff }
            try await rollUpBeforeRemoving(end)
            for table in ["api_metrics", "anomalies"] { _ = try await remove(from: table, before: end) }
            removedUntil = end
        }
        return removedUntil
    }

    /// What is removed lives on in the roll-ups.
    ///
    /// - Parameter cutoff: Days that end before it are removed then.
    private func rollUpBeforeRemoving(_ cutoff: Timestamp) async throws {
        let midnight = Partition(of: "api_metrics", holding: cutoff).beginning
        try await rollUpNew(until: midnight.advanced(by: .seconds(60)))
        try await upkeep.transaction { connection in
            // Nobody is in the middle of making roll-ups of what is removed.
            try connection.lockRollups()
            var progress = try RollupProgress(on: connection)
            guard progress.done >= midnight else {
                throw StoreError.unavailable(
                    "\(connection.server.description) is not rolled up until \(midnight.rfc3339) yet, because another Sonde "
                        + "is at it; nothing was removed, and that is tried again.")
            }
            progress.pruned = midnight
            try progress.store(on: connection)
        }
    }

    /// Removes the partitions or chunks of a table that end before a time; returns the rows that were in them.
    private func remove(from table: String, before cutoff: Timestamp) async throws -> Int {
        switch try await layout() {
        case .timescale: try await removeChunks(of: table, before: cutoff)
        case .partitions: try await removePartitions(of: table, before: cutoff)
        }
    }

    private func removeChunks(of table: String, before cutoff: Timestamp) async throws -> Int {
        try await upkeep.transaction { connection in
            try connection.allowForLong()
            let end = try connection.query(
                """
                SELECT max(range_end) FROM timescaledb_information.chunks
                WHERE hypertable_name = $1 AND range_end <= $2
                """, [.text(table), .timestamp(cutoff)]
            ) { $0.optionalTime(0, 0) }
            guard let end else { return 0 }
            let rows = try connection.rows(of: table, before: end)
            try connection.execute("SELECT drop_chunks('\(table)', older_than => '\(end.rfc3339)'::timestamptz)")
            return rows
        }
    }

    private func removePartitions(of table: String, before cutoff: Timestamp) async throws -> Int {
        let partitions = try await upkeep.transaction { try Partition.all(of: table, on: $0) }
        var removed = 0
        for partition in partitions where partition.end <= cutoff {
            try Task.checkCancellation()
            forgetPartitions()
            try await upkeep.detach(partition)
            removed += try await upkeep.transaction { connection in
                try connection.allowForLong()
                let rows = try connection.rows(of: partition.name, before: partition.end)
                try connection.execute("DROP TABLE \(partition.name)")
                return rows
            }
        }
        return removed
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
            return StoreSize(parts: parts, used: parts.reduce(0) { $0 + $1.bytes }, free: 0, isEstimated: true)
        }
    }

    private static let parts = [
        ("results", ["api_metrics"]), ("anomalies", ["anomalies"]), ("minute roll-ups", ["minute_rollups"]),
        ("hour roll-ups", ["hour_rollups"]), ("incidents", ["incidents", "incident_states"]),
        ("alerts", ["notifications", "incident_events", "silences"]), ("detectors", ["detector_states"]),
    ]
}

extension PostgresConnection {
    /// Takes a partition out of its table. Nobody who reads or writes waits; it waits for those who are reading.
    fileprivate func detach(_ partition: Partition) throws {
        let isPending = try transaction { connection in
            try connection.query(
                "SELECT inhdetachpending FROM pg_inherits WHERE inhrelid = to_regclass($1)", [.text(partition.name)]
            ) {
                $0.count == 1 && $0.integer(0, 0) == 1
            }
        }
        try open()
        // Such a statement is a transaction of its own. One that broke off is finished.
        try execute(
            "ALTER TABLE \(partition.table) DETACH PARTITION \(partition.name) \(isPending ? "FINALIZE" : "CONCURRENTLY")"
        )
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
