import ArgumentParser
import IsolationForest
import SondeCore

struct ForestScoreCommand: ParsableCommand {
    /// The numbers scored at a time.
    private static let blockSize = 1 << 18

    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Say of each row of a CSV file how unusual it is.",
        discussion: """
            Writes a CSV file with a line for each row:
              row             its number, from 1
              anomaly_score   scikit-learn's score_samples: -1 to 0, low is strange
              decision        scikit-learn's decision_function: below 0 is an anomaly
              is_anomaly      true or false

            With --explain also up to three columns that make the row strange:
              feature_1       the strongest: its name, or else its number
              contribution_1  splits that it took off the mean path through a tree

            COLUMNS
            Where the model was fitted on data with a header and this data has one, columns are found by their \
            names: their order does not matter, and others are ignored. Otherwise the data has the columns that \
            the model was fitted on, in the same order; a 'label' is passed over again. 'sonde forest --help' \
            says how data is read and lists exit codes.

            EXAMPLES
              sonde forest score usual.sonde today.csv --output scores.csv
              sonde forest score usual.sonde today.csv --explain | grep ,true
            """)

    @Argument(help: "A model that 'sonde forest fit' has saved.")
    var model: String

    @Argument(help: "A CSV file, or '-' for standard input.")
    var data: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The file for the scores, or '-' for standard output.", valueName: "file"))
    var output = "-"

    @Flag(help: "Name the columns that make a row strange, which takes much longer.")
    var explain = false

    @OptionGroup var threads: ThreadsOption

    func validate() throws {
        guard model != "-" || data != "-" else {
            throw ValidationError("Only one of MODEL and DATA can be standard input; name a file for the other.")
        }
    }

    func run() throws {
        try CommandFailure.reported { () throws(CommandFailure) in try score() }
    }

    private func score() throws(CommandFailure) {
        let progress = CommandProgress()
        defer { progress.clear() }
        let file = try OutputFile(output, apartFrom: [model, data])
        let forest = try SavedForest.read(model)
        let reader = try NumberTableReader(
            data, allowsMissing: forest.configuration.missingValues == .largerChild,
            choose: { line, file throws(CommandFailure) in
                try ColumnChoice.toScore(by: forest, from: line, of: file)
            }, progress: progress.rowsRead)
        let table = try reader.read()
        for note in table.notes { progress.say(note) }
        guard table.columns == forest.columns else {
            let mismatch = IsolationForestError.columnMismatch(expected: forest.columns ?? 0, found: table.columns)
            throw .badData(
                "\(TerminalText.safe(data)): \(mismatch) Give it the same columns; only a header can name a label.")
        }
        let anomalies = try write(ScoreLines(forest, table, explains: explain), to: file, progress)
        try file.finish()
        progress.done()
        guard file.isFile else { return }
        Terminal.print(
            "\(file.name): \(table.rows) row\(table.rows == 1 ? "" : "s"), "
                + "\(anomalies) anomal\(anomalies == 1 ? "y" : "ies"), \(file.count) bytes")
    }

    /// Returns the number of anomalies.
    private func write(
        _ lines: ScoreLines, to file: OutputFile, _ progress: CommandProgress
    ) throws(CommandFailure) -> Int {
        try file.write(lines.header)
        let rows = lines.table.rows
        let step = max(1, Self.blockSize / lines.table.columns)
        var anomalies = 0
        for start in stride(from: 0, to: rows, by: step) {
            progress.show("scoring: \(start) of \(rows) rows")
            let block = try lines.block(of: start..<min(start + step, rows), threads: threads.count)
            anomalies += block.anomalies
            try file.write(block.text)
        }
        return anomalies
    }
}
