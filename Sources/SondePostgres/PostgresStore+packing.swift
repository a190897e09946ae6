import SondeCore

/// Days that are over take less room once their index is made anew.
///
/// While a day goes on, each API's entries come between those of others: leaves of the index are split in the middle, and
/// stay half full. A day that is packed is marked by a comment on its index.
extension PostgresStore {
    private static let mark = "packed"

    /// Packs the results of days that are over, as far as they are partitions. Nobody who reads or writes waits.
    func packDays() async throws {
        guard try await layout() == .partitions else { return }
        let partitions = try await upkeep.transaction { try Partition.all(of: "api_metrics", on: $0) }
        for partition in partitions {
            try Task.checkCancellation()
            try await upkeep.pack(partition, mark: Self.mark)
        }
    }
}

extension PostgresConnection {
    fileprivate func pack(_ partition: Partition, mark: String) throws {
        let index = try transaction { connection in
            try connection.query(
                """
                SELECT indexrelid::regclass::text FROM pg_index
                WHERE indrelid = to_regclass($1) AND indisunique AND indisvalid AND $2 < now() - INTERVAL '30 minutes'
                    AND obj_description(indexrelid, 'pg_class') IS DISTINCT FROM $3
                """, [.text(partition.name), .timestamp(partition.end), .text(mark)]
            ) { $0.count == 0 ? nil : $0.text(0, 0) }
        }
        guard let index else { return }
        try open()
        try execute("SET statement_timeout = 0")
        defer { try? execute("SET statement_timeout = '60s'") }
        // What an earlier try that broke off has left.
        let leftovers = try transaction { connection in
            try connection.query(
                "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = to_regclass($1) AND NOT indisvalid",
                [.text(partition.name)]
            ) { rows in (0..<rows.count).map { rows.text($0, 0) } }
        }
        for leftover in leftovers { try execute("DROP INDEX CONCURRENTLY \(leftover)") }
        try execute("REINDEX INDEX CONCURRENTLY \(index)")
        try execute("COMMENT ON INDEX \(index) IS '\(mark)'")
    }
}
