import SondeCore
import SondeServer

/// Replays the rows of one file, which may be of several APIs.
struct FileBacktest {
    /// What is written at a time.
    private static let blockSize = 1 << 18

    let plan: BacktestPlan
    /// What rows without an `api_name` are called.
    let name: String

    /// - Parameters:
    ///   - output: Where each row goes with what is said of it.
    ///   - read: Is told now and then how many bytes and rows were taken since the last time.
    /// - Returns: The series in the order in which they come up.
    func run(
        _ input: InputFile, to output: OutputFile?, read: (_ bytes: Int, _ rows: Int) -> Void
    ) throws(CommandFailure) -> [SeriesBacktest] {
        var reader = try SeriesReader(input)
        var series: [SeriesBacktest] = []
        var indexes: [String: Int] = [:]
        var current = 0
        var lines = ScoredLines()
        var (told, rows) = (0, 0)
        try output?.write(ScoredLines.header)
        while let row = try reader.next() {
            let name = row.apiName ?? name
            if series.isEmpty || series[current].name != name {
                current = indexes[name] ?? series.count
                if current == series.count {
                    indexes[name] = current
                    series.append(SeriesBacktest(name: name, kind: reader.kind, plan: plan))
                }
            }
            var judgement = Replay.Judgement()
            if let replayed = row.replayed(as: name, kind: reader.kind) {
                judgement = series[current].take(replayed, value: row.value)
            }
            rows += 1
            if judgement.isLate { try checkOrder(of: series[current], input) }
            if output != nil { lines.append(row.timestampText, name, row.value, judgement) }
            if lines.bytes.count >= Self.blockSize {
                try output?.write(lines.bytes)
                lines.removeAll()
            }
            if rows == 4096 {
                read(reader.consumed - told, rows)
                (told, rows) = (reader.consumed, 0)
            }
        }
        read(reader.consumed - told, rows)
        try output?.write(lines.bytes)
        try output?.finish()
        return series
    }

    /// Rows before which this is not asked.
    private static let rowsForOrder = 100

    /// A row may be late; a file that runs backwards would be passed over as a whole.
    private func checkOrder(of series: SeriesBacktest, _ input: InputFile) throws(CommandFailure) {
        let replay = series.replay
        guard replay.rows >= Self.rowsForOrder, 10 * replay.lateRows > 9 * replay.rows else { return }
        throw .badData("\(input.name) begins with its newest rows; sort it by time, the oldest first.")
    }
}
