import SondeCore

extension PostgresConnection {
    /// Hands out the roll-ups and results that make up a range, as coarse as `step` allows.
    func eachPiece(
        of endpoint: String, in range: Range<Timestamp>, step: Int64, rollup: (Int64, Rollup) -> Void,
        result: (Int64, RolledProbe) -> Void
    ) throws {
        let pieces = RollupPieces(
            of: range.lowerBound.microseconds..<range.upperBound.microseconds,
            done: try RollupProgress(on: self).done.microseconds, step: step)
        try eachRollup(.hour, of: endpoint, in: pieces.hours, rollup)
        for minutes in pieces.minutes { try eachRollup(.minute, of: endpoint, in: minutes, rollup) }
        for results in pieces.results { try eachResult(of: endpoint, in: results, result) }
    }

    private func eachRollup(
        _ step: RollupStep, of endpoint: String, in range: Range<Int64>, _ body: (Int64, Rollup) -> Void
    ) throws {
        guard !range.isEmpty else { return }
        try query(
            """
            SELECT \(RowForm.rollupColumns) FROM \(step.table)
            WHERE api_name = $1 AND timestamp >= $2 AND timestamp < $3 ORDER BY timestamp
            """, [.text(endpoint)] + Self.bounds(range)
        ) { rows in
            for row in 0..<rows.count { body(rows.time(row, 0).microseconds, rows.rollup(row)) }
        }
    }

    private func eachResult(
        of endpoint: String, in range: Range<Int64>, _ body: (Int64, RolledProbe) -> Void
    ) throws {
        guard !range.isEmpty else { return }
        try query(
            """
            SELECT timestamp, NOT success, response_time_ms, dns_ms, connect_ms, tls_ms, ttfb_ms, transfer_ms
            FROM api_metrics WHERE api_name = $1 AND timestamp >= $2 AND timestamp < $3 ORDER BY timestamp
            """, [.text(endpoint)] + Self.bounds(range)
        ) { rows in
            for row in 0..<rows.count {
                let probe = RolledProbe(
                    isFailure: rows.integer(row, 1) == 1, responseTime: rows.milliseconds(row, 2),
                    phases: rows.phases(row, from: 3))
                body(rows.time(row, 0).microseconds, probe)
            }
        }
    }

    /// Hands out the probes of all endpoints by hour (since the epoch); an hour may come in several parts.
    func eachCount(in pieces: RollupPieces, _ body: (String, Int, ProbeCounts) -> Void) throws {
        let ofRollups = "SELECT api_name, timestamp, count, failures FROM"
        let parts =
            [("\(ofRollups) hour_rollups", "", pieces.hours)]
            + pieces.minutes.map { ("\(ofRollups) minute_rollups", "", $0) }
            + pieces.results.map { (Self.hourlyResults, "GROUP BY 1, 2", $0) }
        for (selection, grouping, range) in parts where !range.isEmpty {
            try query("\(selection) WHERE timestamp >= $1 AND timestamp < $2 \(grouping)", Self.bounds(range)) { rows in
                for row in 0..<rows.count {
                    body(
                        rows.text(row, 0), Int(rows.time(row, 1).microseconds / RollupStep.hour.microseconds),
                        ProbeCounts(total: rows.integer(row, 2), failures: rows.integer(row, 3)))
                }
            }
        }
    }

    private static let hourlyResults = """
        SELECT api_name, date_trunc('hour', timestamp), count(*), count(*) FILTER (WHERE NOT success) FROM api_metrics
        """

    private static func bounds(_ range: Range<Int64>) -> [PostgresValue] {
        [
            .timestamp(Timestamp(microseconds: range.lowerBound)),
            .timestamp(Timestamp(microseconds: range.upperBound)),
        ]
    }

    /// Makes the roll-ups of a range of whole minutes anew, of all endpoints or of one; where it ends with an hour, that of
    /// the hour too.
    func rollUp(_ range: Range<Timestamp>, of endpoint: String? = nil) throws {
        let name: [PostgresValue] = endpoint.map { [.text($0)] } ?? []
        let minutes: [PostgresValue] = [.timestamp(range.lowerBound), .timestamp(range.upperBound)] + name
        try change(RollupStatements.removal(.minute, ofOne: endpoint != nil), minutes)
        try change(RollupStatements.minutes(ofOne: endpoint != nil), minutes)
        let step = RollupStep.hour
        guard step.beginning(range.upperBound.microseconds) == range.upperBound.microseconds else { return }
        let beginning = range.upperBound.advanced(by: .microseconds(-step.microseconds))
        let hour: [PostgresValue] = [.timestamp(beginning), .timestamp(range.upperBound)] + name
        try change(RollupStatements.removal(.hour, ofOne: endpoint != nil), hour)
        try change(RollupStatements.hours(ofOne: endpoint != nil), hour)
    }
}
