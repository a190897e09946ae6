import SondeCore

/// A message as an adaptive card of version 1.4, the newest that Teams shows everywhere, in the envelope of a workflow.
///
/// Teams takes 28 KB at most; a card stays well below, and so many names that one cannot hold them take up to three.
struct TeamsCard {
    /// Bytes of names in the first card and in the two that may follow it.
    private static let sheetLimits = [12_000, 22_000, 22_000]

    let posts: [JSONValue]

    init(_ message: AlertMessage, sender: String) {
        let brief = AlertBrief(message)
        let sheets = NameSheets(brief.names, limits: Self.sheetLimits) { name in
            // As JSON writes it.
            name.utf8.reduce(0) { $0 + ($1 < 0x20 || $1 == 0x22 || $1 == 0x5C ? 6 : 1) }
        }
        var texts = sheets.texts
        if let remark = sheets.remark, let last = texts.popLast() { texts.append("\(last) \(remark)") }
        let first = Self.first(message, brief, names: texts.first, sender)
        posts = [first] + texts.dropFirst().map { Self.envelope([Self.plain($0)], link: brief.link) }
    }

    private static func first(
        _ message: AlertMessage, _ brief: AlertBrief, names: String?, _ sender: String
    ) -> JSONValue {
        var items = [
            plain(sender.limited(to: 100), ["size": "Small", "isSubtle": true]),
            plain(brief.title.limited(to: 300), ["size": "Medium", "weight": "Bolder"]),
        ]
        let reason = brief.paragraphs.joined(separator: "\n").limited(to: 2000)
        // Each line for itself: a line break within a run of text is not shown everywhere.
        items += reason.split(separator: "\n").map { plain(String($0)) }
        items += brief.facts.map(row)
        if let names { items.append(plain(names)) }
        let container: JSONValue = [
            "type": "Container", "style": .text(style(message)), "bleed": true, "items": .list(items),
        ]
        return envelope([container], link: brief.link)
    }

    private static func envelope(_ body: [JSONValue], link: String?) -> JSONValue {
        let card: [String: JSONValue?] = [
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard",
            "version": "1.4",
            "msteams": ["width": "Full"],
            "body": .list(body),
            "actions": link.map { [["type": "Action.OpenUrl", "title": "Open in Sonde", "url": .text($0)]] },
        ]
        let attachment: JSONValue = [
            "contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": .null,
            "content": .object(dropping: card),
        ]
        return ["type": "message", "attachments": [attachment]]
    }

    /// A block of runs: other blocks read Markdown, and a name is none.
    private static func plain(_ text: String, _ style: [String: JSONValue] = [:]) -> JSONValue {
        ["type": "RichTextBlock", "inlines": [run(text, style)]]
    }

    private static func row(_ fact: AlertBrief.Fact) -> JSONValue {
        [
            "type": "RichTextBlock", "spacing": "None",
            "inlines": [run("\(fact.name): ", ["weight": "Bolder"]), run(fact.value.limited(to: 200))],
        ]
    }

    private static func run(_ text: String, _ style: [String: JSONValue] = [:]) -> JSONValue {
        .object(style.merging(["type": "TextRun", "text": .text(text)]) { $1 })
    }

    private static func style(_ message: AlertMessage) -> String {
        switch (message.event, message.severity) {
        case _ where message.isOver: "good"
        case (.digest, _), (.test, _): "emphasis"
        case (_, .critical): "attention"
        case (_, .high), (_, .medium): "warning"
        }
    }
}
