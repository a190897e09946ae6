import ArgumentParser
import Logging

/// How a running Sonde speaks.
struct LogOptions: ParsableArguments {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    @Option(help: "Lines for people, or one JSON object a line for machines.")
    var logFormat: Format = .text

    @Option(help: ArgumentHelp("The least grave log line that is shown.", valueName: "level"))
    var logLevel: LogLevel = .info

    @Flag(name: .shortAndLong, help: "Print every probe, not only events worth reading.")
    var verbose = false

    func logger(to output: RunOutput) -> Logger {
        var logger = Logger(label: "sonde") { _ in
            switch logFormat {
            case .text: TextLogHandler(lines: output.logs)
            case .json: JSONLogHandler(lines: output.logs)
            }
        }
        logger.logLevel = Logger.Level(rawValue: logLevel.rawValue) ?? .info
        return logger
    }
}

/// `--log-level`, by swift-log's names.
enum LogLevel: String, ExpressibleByArgument, CaseIterable {
    case trace, debug, info, notice, warning, error, critical
}
