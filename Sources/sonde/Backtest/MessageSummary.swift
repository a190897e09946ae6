import SondeCore
import SondeServer

/// Who would have been told what, and when.
struct MessageSummary {
    /// More are for --notifications to list.
    private static let limit = 40
    private static let mostNames = 3

    let messages: [ReplayedMessage]

    func lines() -> [String] {
        guard !messages.isEmpty else { return ["", "Nobody would have been told."] }
        var lines = ["", "Notifications, \(counts()); times in UTC:"]
        for message in messages.prefix(Self.limit) {
            let time = "\(message.at.rfc3339.prefix(10)) \(message.at.timeOfDay)"
            lines.append(
                "  \(time)  \(TerminalText.safe(message.channel))  \(Self.event(of: message))  \(Self.names(message))")
        }
        let more = messages.count - Self.limit
        if more > 0 { lines.append("  and \(more) more; --notifications lists them all") }
        return lines
    }

    /// `12 to email, 3 to oncall`.
    private func counts() -> String {
        let byChannel = Dictionary(grouping: messages, by: \.channel)
        return byChannel.keys.sorted().map { "\(byChannel[$0]?.count ?? 0) to \(TerminalText.safe($0))" }
            .joined(separator: ", ")
    }

    static func event(of message: ReplayedMessage) -> String {
        message.notices.first { $0.event != .reminder }?.event.rawValue ?? AlertEvent.reminder.rawValue
    }

    private static func names(_ message: ReplayedMessage) -> String {
        let names = message.notices.map(\.incident.endpoint)
        let shown = names.prefix(mostNames).map { TerminalText.safe($0) }.joined(separator: ", ")
        return names.count > mostNames ? "\(shown) and \(names.count - mostNames) more" : shown
    }
}
