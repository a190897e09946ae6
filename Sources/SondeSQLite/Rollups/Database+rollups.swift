import GRDB
import SondeCore

/// Reading and writing roll-ups of one endpoint within a transaction. Times are microseconds since 1970.
extension Database {
    /// Hands out what a range is made of: roll-ups as far as they are of use, and results beside them.
    ///
    /// - Parameter step: What is asked for is told in multiples of it.
    func eachPiece(
        of endpoint: String, in range: Range<Timestamp>, step: Int64, rollup: (Int64, Rollup) -> Void,
        result: (Int64, RolledProbe) -> Void
    ) throws {
        let found = try Int64.fetchOne(self, sql: "SELECT id FROM endpoints WHERE name = ?", arguments: [endpoint])
        guard let id = found else { return }
        let done = try RollupProgress(in: self).done
        let range = range.lowerBound.microseconds..<range.upperBound.microseconds
        let pieces = RollupPieces(of: range, done: done, step: step)
        try eachRollup(.hour, of: id, in: pieces.hours, rollup)
        for minutes in pieces.minutes { try eachRollup(.minute, of: id, in: minutes, rollup) }
        for results in pieces.results { try eachResult(of: id, in: results, result) }
    }

    /// Hands out what each result of a range brings, in time order.
    func eachResult(of endpoint: Int64, in range: Range<Int64>, _ body: (Int64, RolledProbe) -> Void) throws {
        guard !range.isEmpty else { return }
        var row = try RowReading(
            """
            SELECT timestamp, error_category IS NOT NULL, response_us, dns_us, connect_us, tls_us, ttfb_us, transfer_us
            FROM results WHERE endpoint_id = ? AND timestamp >= ? AND timestamp < ? ORDER BY timestamp
            """, [endpoint, range.lowerBound, range.upperBound], in: self)
        while try row.next() {
            body(
                row.integer(0),
                RolledProbe(
                    isFailure: row.bool(1), responseTime: row.duration(2),
                    phases: PhaseTimings(
                        dns: row.duration(3), connect: row.duration(4), tls: row.duration(5), ttfb: row.duration(6),
                        transfer: row.duration(7))))
        }
    }

    /// Hands out the roll-ups of one kind in a range, in time order.
    func eachRollup(
        _ step: RollupStep, of endpoint: Int64, in range: Range<Int64>, _ body: (Int64, Rollup) -> Void
    ) throws {
        guard !range.isEmpty else { return }
        var row = try RowReading(
            """
            SELECT timestamp, count, failures, total_us, min_us, max_us, phases, histogram FROM \(step.table)
            WHERE endpoint_id = ? AND timestamp >= ? AND timestamp < ? ORDER BY timestamp
            """, [endpoint, range.lowerBound, range.upperBound], in: self)
        while try row.next() {
            var rollup = Rollup()
            rollup.count = Int(row.integer(1))
            rollup.failures = Int(row.integer(2))
            rollup.total = .microseconds(row.integer(3))
            rollup.min = row.duration(4)
            rollup.max = row.duration(5)
            // What cannot be read is as nothing; `sonde db rebuild-rollups` makes it anew.
            rollup.phases = PhaseSums(bytes: row.bytes(6)) ?? PhaseSums()
            rollup.histogram = Histogram(bytes: row.bytes(7)) ?? Histogram()
            body(row.integer(0), rollup)
        }
    }

    /// Makes the roll-ups of a range of whole minutes anew, from its results; where the range ends with an hour, that of
    /// the hour too.
    func rollUp(_ endpoint: Int64, in range: Range<Int64>) throws {
        var minutes: [Int64: Rollup] = [:]
        try eachResult(of: endpoint, in: range) {
            minutes[RollupStep.minute.beginning($0), default: Rollup()].add($1)
        }
        try replaceRollups(.minute, of: endpoint, in: range, with: minutes)
        let beginning = range.upperBound - RollupStep.hour.microseconds
        guard RollupStep.hour.beginning(range.upperBound) == range.upperBound else { return }
        var hour = Rollup()
        try eachRollup(.minute, of: endpoint, in: beginning..<range.upperBound) { hour.add($1) }
        try replaceRollups(
            .hour, of: endpoint, in: beginning..<range.upperBound, with: hour.count == 0 ? [:] : [beginning: hour])
    }

    private func replaceRollups(
        _ step: RollupStep, of endpoint: Int64, in range: Range<Int64>, with rollups: [Int64: Rollup]
    ) throws {
        try cachedStatement(
            sql: "DELETE FROM \(step.table) WHERE endpoint_id = ? AND timestamp >= ? AND timestamp < ?"
        ).execute(arguments: [endpoint, range.lowerBound, range.upperBound])
        guard !rollups.isEmpty else { return }
        var row = try RowInsertion(
            """
            INSERT INTO \(step.table)
                (endpoint_id, timestamp, count, failures, total_us, min_us, max_us, phases, histogram)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, in: self)
        for (timestamp, rollup) in rollups.sorted(by: { $0.key < $1.key }) {
            row.bind(endpoint)
            row.bind(timestamp)
            row.bind(rollup.count)
            row.bind(rollup.failures)
            row.bind(rollup.total)
            row.bind(rollup.min)
            row.bind(rollup.max)
            row.bind(rollup.phases.bytes)
            row.bind(rollup.histogram.bytes)
            try row.insert()
        }
    }
}
