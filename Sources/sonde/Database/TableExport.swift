import SondeCore

/// Writes rows of a store to a file as CSV: one stretch of time after the other, in each one API after the other, those of
/// an API from old to new. It holds no more than the rows of one API in one stretch.
struct TableExport {
    let store: any Store
    let table: ExportedTable
    /// Empty: all that there are.
    let apis: [String]
    let range: Range<Timestamp>

    /// Throws `StoreError` or `CommandFailure`.
    ///
    /// - Returns: How many rows were written, and of which APIs.
    func run(to file: TableFile, _ progress: CommandProgress) async throws -> (rows: Int, apis: Set<String>) {
        // The header goes with the first rows: where those cannot be read nothing is written.
        var lines = ExportLines(header: table.header)
        var start = range.lowerBound
        while start < range.upperBound {
            let stretch = start..<min(range.upperBound, end(after: start))
            for name in try await names(in: stretch) {
                try await append(of: name, in: stretch, to: &lines)
                try file.write(lines.bytes)
                lines.removeBytes()
                progress.show("writing: \(lines.rows) rows")
            }
            start = stretch.upperBound
        }
        try file.write(lines.bytes)
        try file.finish()
        return (lines.rows, lines.apis)
    }

    /// Stretches end with whole days: a roll-up is never told in two halves.
    private func end(after start: Timestamp) -> Timestamp {
        let step = table.step.microseconds
        return Timestamp(microseconds: (start.microseconds / step + 1) * step)
    }

    /// Whose rows are read one after the other; nil stands for all of those that have few.
    private func names(in stretch: Range<Timestamp>) async throws -> [String?] {
        guard apis.isEmpty else { return apis }
        switch table {
        case .anomalies, .incidents: return [nil]
        case .metrics, .minutes, .hours: return try await store.hourlyCounts(in: stretch).keys.sorted()
        }
    }

    private func append(of name: String?, in stretch: Range<Timestamp>, to lines: inout ExportLines) async throws {
        switch table {
        case .metrics:
            for result in try await store.results(for: name ?? "", in: stretch, limit: .max) { lines.append(result) }
        case .anomalies:
            let newestFirst = try await store.anomalies(for: name, in: stretch, limit: .max)
            for anomaly in newestFirst.reversed() { lines.append(anomaly) }
        case .incidents:
            let newestFirst = try await store.incidents(for: name, in: stretch, limit: .max)
            for incident in newestFirst.reversed() { lines.append(incident) }
        case .minutes, .hours:
            let step: Duration = .seconds(table == .hours ? 3600 : 60)
            for point in try await store.series(for: name ?? "", in: stretch, step: step) {
                lines.append(point, of: name ?? "")
            }
        }
    }
}
