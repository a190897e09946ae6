import Foundation

/// Where the lines of commands that do one thing go, each written before the next is made. `sonde run` has a
/// `RunOutput`.
enum Terminal {
    /// Whether a person reads standard output as it is written.
    static let isTerminal = isatty(STDOUT_FILENO) == 1

    /// Whether standard output is a terminal that shows colours; NO_COLOR turns them off (no-color.org).
    static let isColoured: Bool = {
        let environment = ProcessInfo.processInfo.environment
        return isTerminal && environment["NO_COLOR"] == nil && environment["TERM"] != "dumb"
    }()

    /// Writes one line to standard output.
    static func print(_ line: String) {
        // A full disk or a closed terminal behind the output must not end Sonde.
        try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    }

    /// Writes one line to standard error.
    static func printError(_ line: String) {
        try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
    }

    static func styled(_ text: String, _ code: String) -> String {
        isColoured ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
    }
}
