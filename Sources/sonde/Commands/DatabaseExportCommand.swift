import ArgumentParser
import SondeCore
import SondeServer

struct DatabaseExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write results, anomalies, incidents or roll-ups as CSV.",
        discussion: """
            'sonde backtest' reads the results. Times are RFC 3339 in UTC; what is not known is empty. Rows go from \
            old to new for each API, day by day.

            TABLES
              api_metrics     a line a probe, with the time of each phase
              anomalies       what was marked: score, surprise, severity, reasons
              incidents       that were open in the range
              minute_rollups  count, failures, mean, least, largest, percentiles and
              hour_rollups    the mean of each phase, by the minute or by the hour

            Without --from it goes back as far as the configuration keeps such rows.

            EXAMPLES
              sonde db export --api orders --from 7d --output orders.csv.gz
              sonde db export --table hour_rollups > hours.csv
            """)

    @OptionGroup var configurationFile: ConfigurationOption

    @Option(help: ArgumentHelp("One of the tables above.", valueName: "table"))
    var table = ExportedTable.metrics

    @Option(help: ArgumentHelp("Of this one only; may be repeated. (default: all)", valueName: "name"))
    var api: [String] = []

    @OptionGroup var time: TimeRangeOptions

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The file, packed with gzip if it ends in '.gz', or '-' for standard output.", valueName: "file"))
    var output = "-"

    func run() async throws {
        let now = SystemClock().now
        try await DatabaseWork.run(configurationFile, for: .reading) { store, configuration in
            let range = try time.range(from: table.oldest(configuration.store.retention, at: now), at: now)
            let known = KnownAPIs(configured: configuration.endpoints.map(\.name), store: store, table: table)
            try await known.check(api, in: range)
            let file = try TableFile(output, apartFrom: [configurationFile.file] + configuration.store.files)
            let progress = CommandProgress()
            defer { progress.clear() }
            let export = TableExport(store: store, table: table, apis: api, range: range)
            let written = try await export.run(to: file, progress)
            progress.clear()
            for name in api where !written.apis.contains(name) {
                Terminal.printError(
                    "The store holds nothing of \(TerminalText.safe(name)) from \(range.lowerBound.rfc3339) until "
                        + "\(range.upperBound.rfc3339).")
            }
            guard file.isFile else { return }
            let (rows, apis) = (written.rows, written.apis.count)
            Terminal.print(
                "\(rows) row\(rows == 1 ? "" : "s") of \(apis) API\(apis == 1 ? "" : "s") in \(file.name), "
                    + "\(ByteText.of(file.count))")
        }
    }
}
