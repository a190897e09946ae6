import ArgumentParser
import Logging
import SondeCore
import SondeServer

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

    var logger: Logger {
        var logger = Logger(label: "sonde") { _ in
            switch logFormat {
            case .text: TextLogHandler()
            case .json: JSONLogHandler()
            }
        }
        logger.logLevel = Logger.Level(rawValue: logLevel.rawValue) ?? .info
        return logger
    }

    /// Writes an event in the chosen format.
    var writer: @Sendable (EventLine) -> Void {
        switch logFormat {
        case .text: { Terminal.print($0.text(coloured: Terminal.isColoured, dated: !Terminal.isTerminal)) }
        case .json:
            { line in
                var fields = [
                    "time": line.time.rfc3339, "level": line.tone.level, "event": line.event, "message": line.text,
                ]
                fields["api"] = line.endpoint
                JSONLogHandler.write(fields)
            }
        }
    }
}

/// `--log-level`, by swift-log's names.
enum LogLevel: String, ExpressibleByArgument, CaseIterable {
    case trace, debug, info, notice, warning, error, critical
}

extension EventLine.Tone {
    /// The log level of an event.
    fileprivate var level: String {
        switch self {
        case .plain, .good: "info"
        case .warning: "warning"
        case .bad: "error"
        }
    }
}
