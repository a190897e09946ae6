import ArgumentParser
import IsolationForest
import SondeCore

struct ForestFitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit",
        abstract: "Learn from a CSV file what is usual, and save it as a model.",
        discussion: """
            Says what was learned: rows, columns, trees, the offset (scikit-learn's: a row whose score_samples lies \
            below it is an anomaly) and the size of the model. The model holds no rows, but the header's names, by \
            which 'sonde forest score' finds its columns. 'sonde forest --help' says how data is read and lists \
            exit codes.

            As in scikit-learn, values of a column within 1e-7 of each other count as equal: write tiny numbers in \
            a smaller unit, seconds of 0.00000003 as 30 nanoseconds.

            EXAMPLES
              sonde forest fit usual.csv --output usual.sonde
              sonde forest fit mixed.csv --output m.sonde --contamination 0.01 --trees 200
              sonde forest fit gaps.csv --output m.sonde --missing larger-child
              sonde forest fit usual.csv.gz --output usual.sonde --sample-size 0.5
            """)

    @Argument(help: "A CSV file, or '-' for standard input.")
    var data: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The file for the model.", valueName: "file"))
    var output: String

    @OptionGroup var settings: ForestSettings
    @OptionGroup var threads: ThreadsOption

    func validate() throws {
        guard output != "-" else {
            throw ValidationError("A model goes into a file; write for example --output model.sonde.")
        }
    }

    func run() throws {
        try CommandFailure.reported { () throws(CommandFailure) in try fit() }
    }

    private func fit() throws(CommandFailure) {
        let progress = CommandProgress()
        defer { progress.clear() }
        let configuration = settings.configuration
        let file = try OutputFile(output, apartFrom: [data])
        let reader = try NumberTableReader(
            data, allowsMissing: configuration.missingValues == .largerChild, choose: ColumnChoice.toLearn,
            progress: progress.rowsRead)
        let table = try reader.read()
        for note in table.notes { progress.say(note) }
        progress.begin("fitting \(configuration.trees) trees to \(table.rows) rows")
        var forest = IsolationForest(configuration)
        let bytes: [UInt8]
        do {
            let matrix = try FeatureMatrix(table.values, columns: table.columns)
            try forest.fit(matrix, featureNames: table.hasHeader ? table.names : nil, threads: threads.count)
            bytes = try forest.encoded()
        } catch {
            // Rows and names have been checked, so that it is a setting.
            throw .unfitSettings(ForestSettingFault.sentence(error, of: configuration))
        }
        if !forest.hasSplits { progress.say(blindness(of: forest, table)) }
        try file.write(bytes)
        try file.finish()
        progress.done()
        if file.isFile { Terminal.print(summary(table, forest, bytes.count)) }
    }

    /// Why a forest finds nothing strange.
    private func blindness(of forest: IsolationForest, _ table: NumberTable) -> String {
        let reason =
            if table.rows == 1 {
                "there is only one row"
            } else if forest.sampleSize == 1 {
                "--sample-size comes to one row for each tree"
            } else {
                "the rows of each tree's sample are alike in every column it may split on (values within 1e-7 of each "
                    + "other count as equal: give a column in tiny units a scale)"
            }
        return "note: \(TerminalText.safe(output)): this model will never call a row an anomaly: \(reason), so that no "
            + "tree tells rows apart."
    }

    private func summary(_ table: NumberTable, _ forest: IsolationForest, _ bytes: Int) -> String {
        var columns = "\(table.columns) column\(table.columns == 1 ? "" : "s")"
        if table.hasHeader {
            let more = table.columns > 8 ? ", …" : ""
            columns += " (\(table.names.prefix(8).map { $0.prefix(40) }.joined(separator: ", "))\(more))"
        }
        return TerminalText.safe(
            "\(output): \(table.rows) row\(table.rows == 1 ? "" : "s"), \(columns), "
                + "\(forest.configuration.trees) tree\(forest.configuration.trees == 1 ? "" : "s"), "
                + "offset \(forest.offset ?? 0), \(bytes) bytes")
    }
}
