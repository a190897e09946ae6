import ArgumentParser
import IsolationForest
import SondeCore

struct ForestFitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit",
        abstract: "Learn from a CSV file what is usual, and save it as a model.",
        discussion: """
            Says what was learned: rows, columns, trees, the offset (scikit-learn's: a row whose score_samples lies \
            below it is an anomaly) and the size of the model. The model holds no data and no names of columns: \
            score files with the same columns in the same order. 'sonde forest --help' says how data is read and \
            lists exit codes.

            EXAMPLES
              sonde forest fit usual.csv --output usual.sonde
              sonde forest fit mixed.csv --output m.sonde --contamination 0.01 --trees 200
              sonde forest fit gaps.csv --output m.sonde --missing larger-child
              zcat usual.csv.gz | sonde forest fit - --output usual.sonde --sample-size 0.5
            """)

    @Argument(help: "A CSV file, or '-' for standard input.")
    var data: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The file for the model.", valueName: "file"))
    var output: String

    @OptionGroup var settings: ForestSettings
    @OptionGroup var threads: ForestThreads

    func validate() throws {
        guard output != "-" else {
            throw ValidationError("A model goes into a file; write for example --output model.sonde.")
        }
    }

    func run() throws {
        try ForestFailure.reported { () throws(ForestFailure) in try fit() }
    }

    private func fit() throws(ForestFailure) {
        let progress = ForestProgress()
        defer { progress.clear() }
        let configuration = settings.configuration
        let file = try OutputFile(output, apartFrom: [data])
        let reader = try NumberTableReader(data, allowsMissing: configuration.missingValues == .largerChild) {
            progress.show("reading: \($0) rows")
        }
        let table = try reader.read()
        if let doubt = table.doubt { progress.say(doubt) }
        progress.begin("fitting \(configuration.trees) trees to \(table.rows) rows")
        var forest = IsolationForest(configuration)
        let bytes: [UInt8]
        do {
            try forest.fit(FeatureMatrix(table.values, columns: table.columns), threads: threads.count)
            bytes = try forest.encoded()
        } catch {
            // The rows have been checked, so that it is a setting.
            throw .unfitSettings("\(error)")
        }
        try file.write(bytes)
        try file.finish()
        progress.done()
        if file.isFile { Terminal.print(summary(table, forest, bytes.count)) }
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
