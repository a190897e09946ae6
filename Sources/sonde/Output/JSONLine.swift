import Foundation
import SondeCore
import SondeServer

/// A JSON object on one line, its keys in alphabetical order.
enum JSONLine {
    static func text(_ fields: [String: EventLine.Field]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        // Texts, finite numbers and flags can always be encoded.
        return (try? encoder.encode(fields)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    /// `time`, `level`, `event`, `message` and `api`, and what the event says beside them.
    static func text(_ line: EventLine) -> String {
        var fields = line.fields
        fields["time"] = .text(line.time.rfc3339)
        fields["level"] = .text(line.tone.level)
        fields["event"] = .text(line.event)
        fields["message"] = .text(line.text)
        fields["api"] = line.endpoint.map { .text($0) }
        return text(fields)
    }
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
