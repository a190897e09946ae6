import Logging
import SondeCore
import SondeServer

/// One JSON object a line: `time`, `level`, `message`, and the metadata beside them.
struct JSONLogHandler: LogHandler {
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
        var fields: [String: EventLine.Field] = [:]
        for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
            fields[key] = .text("\(value)")
        }
        fields["time"] = .text(SystemClock().now.rfc3339)
        fields["level"] = .text(event.level.rawValue)
        fields["message"] = .text(event.message.description)
        lines.write(JSONLine.text(fields))
    }
}
