import SondeCore
import SondeServer

/// Replays what the store of the configuration remembers of its endpoints.
struct StoreBacktest {
    let plan: BacktestPlan
    /// The file of the configuration, for messages.
    let file: String
    let since: Duration

    /// Throws `CommandFailure`.
    func run(_ outputs: BacktestOutputs) async throws -> BacktestResult {
        guard let configuration = plan.configuration else { return BacktestResult(series: []) }
        let progress = BacktestProgress(size: nil)
        defer { progress.clear() }
        do {
            let history = try StoredHistory(configuration.store)
            let result = try await replay(configuration.endpoints, history, outputs, progress)
            try await history.close()
            progress.done()
            return result
        } catch let error as StoreError {
            throw CommandFailure.noInput("\(error)")
        }
    }

    private func replay(
        _ endpoints: [Endpoint], _ history: StoredHistory, _ outputs: BacktestOutputs, _ progress: BacktestProgress
    ) async throws -> BacktestResult {
        let output = try outputs.scoredFile()
        try output?.write(ScoredLines.header)
        let now = SystemClock().now
        let range = now.advanced(by: .zero - since)..<now
        let excused = await history.excused()
        var all: [SeriesBacktest] = []
        for endpoint in endpoints {
            var series = SeriesBacktest(
                name: endpoint.name, kind: .responseTime, plan: plan, interval: endpoint.interval,
                excused: excused[endpoint.name]?.flatMap(\.patterns) ?? [])
            var lines = ScoredLines()
            var rows = 0
            try await history.results(of: endpoint.name, in: range) { result in
                // Stored in microseconds: three decimals.
                let value = result.responseTime.map { Double($0.microseconds) / 1000 }
                let judgement = series.take(.probe(result), value: value)
                rows += 1
                if output != nil { lines.append(result.timestamp.rfc3339, endpoint.name, value, judgement) }
                if rows.isMultiple(of: 4096) {
                    progress.read(0, 4096)
                    try output?.write(lines.bytes)
                    lines.removeAll()
                }
            }
            try output?.write(lines.bytes)
            all.append(series)
        }
        try output?.finish()
        let notes = StoreNotes(
            file: file, since: since, stored: try await history.endpoints(in: range), excused: excused)
        return BacktestResult(series: all, notes: notes.lines(of: all))
    }
}
