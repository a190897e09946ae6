import Foundation
import SondeCore
import SondeServer

/// The lines of a file of notifications: one JSON object each.
enum MessageLines {
    static func bytes(of messages: [ReplayedMessage]) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        var bytes: [UInt8] = []
        for message in messages {
            // Texts can always be encoded.
            guard let line = try? encoder.encode(Line(message)) else { continue }
            bytes.append(contentsOf: line)
            bytes.append(.lineFeed)
        }
        return bytes
    }

    private struct Line: Encodable {
        var at: String
        var channel: String
        var event: String
        var incidents: [Incident]

        init(_ message: ReplayedMessage) {
            at = message.at.rfc3339
            channel = message.channel
            event = MessageSummary.event(of: message)
            incidents = message.notices.map(Incident.init)
        }
    }

    private struct Incident: Encodable {
        var apiName: String
        var openedAt: String
        var severity: String
        var reason: String

        init(_ notice: Notice) {
            apiName = notice.incident.endpoint
            openedAt = notice.incident.openedAt.rfc3339
            severity = notice.incident.severity.description
            reason = notice.incident.reason
        }
    }
}
