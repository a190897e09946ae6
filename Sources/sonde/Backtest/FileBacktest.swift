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
    func run(
        _ input: InputFile, to output: OutputFile?, read: (_ bytes: Int, _ rows: Int) -> Void
    ) throws(CommandFailure) -> ReplayedFile {
        var reader = try SeriesReader(input)
        var replayed = ReplayedFile(name: input.name, note: reader.columns.note)
        var lines = ScoredLines()
        var (told, rows) = (0, 0)
        try output?.write(ScoredLines.header)
        while let row = try reader.next() {
            let name = row.apiName ?? name
            let judgement = try replayed.take(row, of: name, kind: reader.kind, line: reader.line, plan: plan)
            rows += 1
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
        return replayed
    }
}
