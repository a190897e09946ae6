import Logging
import SondeCore
import SondeServer

/// `10:04:05  warning: message key=value`. Further lines of a message are indented.
struct TextLogHandler: LogHandler {
    let lines: LineWriter
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    init(lines: LineWriter) {
        self.lines = lines
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let pairs = metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 })
            .sorted { $0.key < $1.key }.map { TerminalText.safe(" \($0.key)=\($0.value)") }.joined()
        let message = TerminalText.safeLines(event.message.description)
        lines.write("\(SystemClock().now.timeOfDay)  \(event.level.rawValue): \(message)\(pairs)")
    }
}
