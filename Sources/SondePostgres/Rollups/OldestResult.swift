import SondeCore

/// Finds the hour of the oldest result of a range. The index on the time tells only whether there is any in a range, so the
/// range is halved again and again, beginning with the days that have a partition or a chunk.
enum OldestResult {
    private static let hour = RollupStep.hour.microseconds

    /// - Returns: The beginning of the hour; nil without a result.
    static func hour(
        in range: Range<Timestamp>, _ layout: PostgresLayout, on connection: isolated PostgresConnection
    ) throws -> Timestamp? {
        for piece in try pieces(layout, on: connection) {
            let some = piece.clamped(to: range)
            guard !some.isEmpty, try isAny(in: some, on: connection) else { continue }
            return try halved(some, on: connection)
        }
        return nil
    }

    private static func halved(
        _ range: Range<Timestamp>, on connection: isolated PostgresConnection
    ) throws -> Timestamp {
        var low = RollupStep.hour.beginning(range.lowerBound.microseconds) / hour
        var high = RollupStep.hour.beginning(range.upperBound.microseconds - 1) / hour
        while low < high {
            let middle = (low + high) / 2
            let end = Timestamp(microseconds: (middle + 1) * hour)
            if try isAny(in: range.lowerBound..<end, on: connection) { high = middle } else { low = middle + 1 }
        }
        return Timestamp(microseconds: low * hour)
    }

    static func isAny(in range: Range<Timestamp>, on connection: isolated PostgresConnection) throws -> Bool {
        try connection.query(
            "SELECT EXISTS (SELECT FROM api_metrics WHERE timestamp >= $1 AND timestamp < $2)",
            [.timestamp(range.lowerBound), .timestamp(range.upperBound)]
        ) { $0.integer(0, 0) == 1 }
    }

    /// What the partitions or chunks of the results span, oldest first.
    static func pieces(
        _ layout: PostgresLayout, on connection: isolated PostgresConnection
    ) throws -> [Range<Timestamp>] {
        switch layout {
        case .partitions:
            try Partition.all(of: "api_metrics", on: connection).map { $0.beginning..<$0.end }
        case .timescale:
            try connection.query(
                """
                SELECT range_start, range_end FROM timescaledb_information.chunks
                WHERE hypertable_name = 'api_metrics' ORDER BY range_start
                """
            ) { rows in (0..<rows.count).map { rows.time($0, 0)..<rows.time($0, 1) } }
        }
    }
}
