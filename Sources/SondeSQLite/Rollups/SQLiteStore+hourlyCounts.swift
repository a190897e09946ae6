import GRDB
package import SondeCore

extension SQLiteStore {
    package func hourlyCounts(in range: Range<Timestamp>) async throws -> [String: [Int: ProbeCounts]] {
        try await read { db in
            // A file that is only read may be of a Sonde that made no roll-ups.
            let done = try db.tableExists(RollupStep.hour.table) ? RollupProgress(in: db).done : .min
            let hour = RollupStep.hour.microseconds
            let pieces = RollupPieces(
                of: range.lowerBound.microseconds..<range.upperBound.microseconds, done: done, step: hour)
            var counts: [Int64: [Int: ProbeCounts]] = [:]
            func add(_ table: String, _ columns: String, in range: Range<Int64>) throws {
                guard !range.isEmpty else { return }
                var row = try RowReading(
                    """
                    SELECT e.id, r.timestamp, \(columns) FROM endpoints e
                    CROSS JOIN \(table) r ON r.endpoint_id = e.id AND r.timestamp >= ? AND r.timestamp < ?
                    """, [range.lowerBound, range.upperBound], in: db)
                // The rows of an hour lie side by side: only its sum goes into the dictionaries.
                var (endpoint, number, sum) = (Int64(0), 0, ProbeCounts())
                func take() {
                    guard sum.total > 0 else { return }
                    counts[endpoint, default: [:]][number, default: ProbeCounts()].add(sum)
                }
                while try row.next() {
                    let (id, rowNumber) = (row.integer(0), Int(row.integer(1) / hour))
                    if id != endpoint || rowNumber != number {
                        take()
                        (endpoint, number, sum) = (id, rowNumber, ProbeCounts())
                    }
                    sum.add(ProbeCounts(total: Int(row.integer(2)), failures: Int(row.integer(3))))
                }
                take()
            }
            try add(RollupStep.hour.table, "r.count, r.failures", in: pieces.hours)
            for minutes in pieces.minutes { try add(RollupStep.minute.table, "r.count, r.failures", in: minutes) }
            for results in pieces.results { try add("results", "1, r.error_category IS NOT NULL", in: results) }
            var named: [String: [Int: ProbeCounts]] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT id, name FROM endpoints") { named[row[1]] = counts[row[0]] }
            return named
        }
    }
}

extension ProbeCounts {
    fileprivate mutating func add(_ other: Self) {
        total += other.total
        failures += other.failures
    }
}
