import SondeCore

/// A message in Slack's blocks, within Slack's limits: 50 blocks, 150 characters in a header, 3000 in a section, 2000 in a
/// field; and about 12 000 in all blocks of a post together, which Slack enforces without documenting it.
struct SlackMessage {
    private static let sectionLimit = 2750
    /// Names in the first post, beside all else, and in those that follow it.
    private static let firstSheets = 2
    private static let moreSheets = 4
    private static let morePosts = 2

    /// One, or up to three for so many names that one cannot hold them.
    let posts: [[String: JSONValue]]

    init(_ message: AlertMessage, sender: String) {
        let brief = AlertBrief(message)
        let count = Self.firstSheets + Self.morePosts * Self.moreSheets
        // Names are escaped first, so that what is counted is what is sent.
        let sheets = NameSheets(
            brief.names.map { $0.fitted(escaping: Self.escapes) },
            limits: Array(repeating: Self.sectionLimit, count: count))
        var texts = sheets.texts
        if let remark = sheets.remark, let last = texts.popLast() { texts.append("\(last) \(remark)") }
        let first = Self.first(message, brief, sheets: Array(texts.prefix(Self.firstSheets)), sender)
        posts = [first] + Self.more(brief, Array(texts.dropFirst(Self.firstSheets)))
    }

    private static func first(
        _ message: AlertMessage, _ brief: AlertBrief, sheets: [String], _ sender: String
    ) -> [String: JSONValue] {
        let title = brief.title.fitted(to: 150, escaping: escapes)
        let reason = brief.paragraphs.joined(separator: "\n\n").fitted(to: 2400, escaping: escapes)
        var blocks = reason.isEmpty ? [] : [section(reason)]
        if !brief.facts.isEmpty {
            blocks.append(["type": "section", "fields": .list(brief.facts.prefix(10).map(field))])
        }
        blocks += sheets.map(section)
        blocks.append(["type": "context", "elements": [.object(markup(footer(message, brief, sender)))]])
        let hex = String(message.color, radix: 16)
        let color = "#" + String(repeating: "0", count: 6 - hex.count) + hex
        return [
            // What notifications show, and readers aloud.
            "text": .text(title),
            "blocks": [["type": "header", "text": plain(title)]],
            // Only an attachment has a bar of colour.
            "attachments": [["color": .text(color), "fallback": .text(title), "blocks": .list(blocks)]],
        ]
    }

    private static func more(_ brief: AlertBrief, _ sheets: [String]) -> [[String: JSONValue]] {
        let title = "\(brief.title.fitted(to: 130, escaping: escapes)) (continued)"
        return stride(from: 0, to: sheets.count, by: moreSheets).map { start in
            let part = sheets[start..<min(start + moreSheets, sheets.count)]
            return ["text": .text(title), "blocks": .list(part.map(section))]
        }
    }

    private static func footer(_ message: AlertMessage, _ brief: AlertBrief, _ sender: String) -> String {
        let words =
            "\(sender.fitted(to: 200, escaping: escapes)) · \(message.time.rfc3339.prefix(10)) "
            + "\(message.time.timeOfDay) UTC"
        guard let link = brief.link, link.utf16.count <= 500 else { return words }
        let address = link.fitted(escaping: ["&": "&amp;", "<": "%3C", ">": "%3E", "|": "%7C"])
        return "\(words) · <\(address)|Open in Sonde>"
    }

    private static func field(_ fact: AlertBrief.Fact) -> JSONValue {
        .object(markup("*\(fact.name)*\n\(fact.value.fitted(to: 200, escaping: escapes))"))
    }

    private static func section(_ text: String) -> JSONValue { ["type": "section", "text": plain(text)] }

    private static func plain(_ text: String) -> JSONValue { ["type": "plain_text", "text": .text(text)] }

    /// Nothing in it becomes a link or a mention but what is written as one.
    private static func markup(_ text: String) -> [String: JSONValue] {
        ["type": "mrkdwn", "text": .text(text), "verbatim": true]
    }

    /// Slack's three control characters; without them nothing is a mention.
    private static let escapes: [Character: String] = ["&": "&amp;", "<": "&lt;", ">": "&gt;"]
}
