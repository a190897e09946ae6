import ArgumentParser
import Foundation
import SondeCore
import SondeServer

struct BacktestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "Replay the past and print the pages that would have been sent.",
        discussion: """
            Every row is judged by those before it alone, by the code that judges live
            probes. A mark is a row that stands out (a failed probe is none); a page is what
            would have been sent to a person.

            DATA
            A CSV file (also .gz, '-' for standard input), a folder of them with one series
            a file, or without INPUT the store of the configuration. Columns are set apart
            by commas, semicolons or tabs and found by name: 'timestamp' or 'time'
            (RFC 3339, 'YYYY-MM-DD HH:MM:SS' in UTC, or seconds, milliseconds or
            microseconds since 1970), 'response_time_ms' for probes or 'value' for any
            number, and where there are any 'api_name' (else the name of the file),
            'success', 'status_code', 'response_size_bytes', 'error_message', 'dns_ms',
            'connect_ms', 'tls_ms', 'ttfb_ms' and 'transfer_ms'. Others are passed over.
            The interval of a file is that of its first rows. Rows go from old to new.

            RESULTS
            --output  timestamp (as given), api_name, value, anomaly_score (scikit-learn's
                      decision_function, below 0 is strange), surprise (-log10 of how rare
                      the value is), is_anomaly, severity, reasons; scores are 0 while
                      learning; anomaly_score is empty for a failed probe
            --alerts  JSON lines: api_name, opened_at, closed_at (null: still open),
                      severity, kind, reasons
            --notifications
                      JSON lines: at, channel, event, incidents (api_name, opened_at,
                      severity, reason); what the configured channels would have got
            --plot    series, expected band, marks and pages in one HTML file that needs no
                      network

            EXAMPLES
              sonde backtest probes.csv
              sonde backtest --since 30d --config sonde.yaml --compare quieter.yaml
              sonde backtest history/ --output scored/ --alerts pages.jsonl

            EXIT CODES
              0   done
              64  the command line is wrong
              65  the data is not what it should be
              66  a file to read is missing or cannot be read
              73  the output cannot be created
              74  the output could not be written to its end
              78  the configuration is wrong
            """)

    @Argument(help: "A CSV file, a folder of them, or '-' for standard input; without it the store.")
    var input: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Read settings, and the store, from here.", valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp("How far back the store is read: '30d', '12h'. (default: 30d)", valueName: "duration"))
    var since: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Each row with its scores; a folder where INPUT is one.", valueName: "path"))
    var output: String?

    @Option(help: ArgumentHelp("The pages that would have been sent.", valueName: "file"))
    var alerts: String?

    @Option(help: ArgumentHelp("What the configured channels would have got.", valueName: "file"))
    var notifications: String?

    @Option(help: ArgumentHelp("A page to look at.", valueName: "file"))
    var plot: String?

    @Option(help: ArgumentHelp("'low', 'medium' or 'high', instead of the configured one.", valueName: "name"))
    var sensitivity: String?

    @Option(help: ArgumentHelp("Another configuration: how many pages would it have sent?", valueName: "file"))
    var compare: String?

    @OptionGroup var threads: ThreadsOption

    func validate() throws {
        if let sensitivity, AnomalySettings.Sensitivity(rawValue: sensitivity) == nil {
            throw ValidationError("--sensitivity is low, medium or high, not '\(sensitivity)'.")
        }
        if input != nil, since != nil {
            throw ValidationError("--since goes with the store; leave it out, or leave out INPUT.")
        }
        let outputs = [
            ("--output", output), ("--alerts", alerts), ("--notifications", notifications), ("--plot", plot),
        ]
        for (option, path) in outputs where path == "" {
            throw ValidationError("\(option) names no file; write its path after it.")
        }
        if notifications != nil, input != nil, config == nil {
            throw ValidationError("--notifications needs the channels of a configuration; name it with --config.")
        }
        guard input != "" else { throw ValidationError("INPUT is empty; name a file, a folder, or leave it out.") }
        _ = try history()
    }

    func run() async throws {
        var plan = BacktestPlan(isPlotted: plot != nil)
        plan.sensitivity = sensitivity.flatMap(AnomalySettings.Sensitivity.init)
        if input == nil || config != nil { plan.configuration = try ConfigurationOption.load(config ?? "sonde.yaml") }
        plan.comparison = try compare.map(ConfigurationOption.load)
        do {
            let outputs = try BacktestOutputs(
                scored: output, pages: alerts, messages: notifications, plot: plot, apartFrom: try inputs(plan))
            let result: BacktestResult
            if let input {
                let files = try SeriesFiles(input)
                if files.isFolder { try outputs.checkFolder(apartFrom: input) }
                result = try await FilesBacktest(plan: plan, threads: threads.count).run(files, outputs)
            } else {
                result = try await StoreBacktest(plan: plan, file: config ?? "sonde.yaml", since: history())
                    .run(outputs)
            }
            let series = result.series
            let (pages, messages) = plan.told(by: series)
            try outputs.write(series, pages, messages ?? [])
            let notes = plan.notes(on: series.map(\.name)) + result.notes
            let summary = BacktestSummary(series: series, pages: pages, messages: messages)
            let lines = summary.lines() + notes + outputs.said
            for line in lines { outputs.usesStandardOutput ? Terminal.printError(line) : Terminal.print(line) }
        } catch let failure as CommandFailure {
            Terminal.printError(failure.sentence)
            throw failure.exitCode
        }
    }

    /// Every file that is read.
    private func inputs(_ plan: BacktestPlan) throws -> [String] {
        var read = [config, compare].compactMap(\.self)
        if let input {
            read.append(input)
        } else if case .sqlite(let path)? = plan.configuration?.store.kind {
            read += [config ?? "sonde.yaml", path]
        }
        return read
    }

    private func history() throws -> Duration {
        guard let duration = Duration(configuration: since ?? "30d"), duration > .zero else {
            throw ValidationError("--since takes a duration such as 30d or 12h, not '\(since ?? "")'.")
        }
        return duration
    }
}
