import SondeCore

/// What chats and pagers show of a message, in plain text; each gives it a form of its own.
struct AlertBrief {
    /// More incidents in one message than that are told by name only.
    static let explained = 10

    struct Fact {
        var name: String
        var value: String
    }

    /// Never empty: most of those who take it refuse a message without.
    let title: String
    /// Why, each incident for itself, and what the configuration says beside it.
    let paragraphs: [String]
    /// Of a single incident: what is known of it.
    let facts: [Fact]
    /// Of many endpoints: all of them.
    let names: [String]
    let link: String?

    init(_ message: AlertMessage) {
        // A person's template may come to nothing.
        title = message.title.isEmpty ? "Sonde" : message.title
        link = message.link?.uriText
        guard !message.isTemplated else {
            (paragraphs, facts) = ([message.text], [])
            // Of many endpoints none is left out because a text does not name it, or is cut before it does.
            let beginning = message.text.prefix(400)
            names = Self.names(of: message.incidents, in: []).filter { !beginning.contains($0) }
            return
        }
        let incidents = message.incidents
        let reasons =
            incidents.count == 1
            ? incidents.map(\.incident.reason) : incidents.prefix(Self.explained).map(Self.line)
        let late = message.overSince.map { "It has been over since \(MessageWords.over($0, toldAt: message.time))." }
        let recovered = incidents.flatMap(\.recovered).map(\.endpoint).unique
        let again =
            recovered.isEmpty
            ? nil : "Up again (\(MessageWords.number(recovered.count))): \(MessageWords.list(recovered, most: 20))"
        paragraphs = ([late].compactMap(\.self) + reasons + [again, message.description].compactMap(\.self)).map(
            Self.clean)
        facts = incidents.count == 1 ? Self.facts(of: incidents[0], message) : []
        names = Self.names(of: incidents, in: reasons)
    }

    /// All of it as plain text within a length, names and all but for those that find no room.
    func text(limit: Int, length: (String) -> Int = { $0.utf16.count }) -> (text: String, left: Int) {
        let lines = facts.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
        var parts = [paragraphs.joined(separator: "\n\n"), lines].map { $0.limited(to: limit / 3, length: length) }
        let sheets = NameSheets(names, limits: [limit / 3 - 40], length: length)
        parts += sheets.texts.map { $0 + (sheets.remark.map { " \($0)" } ?? "") }
        return (parts.filter { !$0.isEmpty }.joined(separator: "\n\n"), sheets.left)
    }

    private static func line(_ alerted: AlertedIncident) -> String {
        let incident = alerted.incident
        return "\(incident.endpoint) (\(incident.severity)): \(incident.reason.limited(to: 280))"
    }

    /// Each endpoint once; none where facts or reasons name them all, and are short enough to be shown everywhere as a whole.
    private static func names(of incidents: [AlertedIncident], in reasons: [String]) -> [String] {
        if incidents.allSatisfy(\.members.isEmpty), incidents.count <= explained {
            let length = reasons.reduce(0) { $0 + $1.utf8.count }
            if incidents.count == 1 || (1...900).contains(length) { return [] }
        }
        return incidents.flatMap(\.names).map(TerminalText.safe).unique
    }

    /// Lines without control characters.
    private static func clean(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { TerminalText.safe(String($0)) }
            .joined(separator: "\n")
    }

    private static func facts(of alerted: AlertedIncident, _ message: AlertMessage) -> [Fact] {
        let incident = alerted.incident
        let facts: [(String, String?)] = [
            ("Severity", incident.severity.description + (incident.isFlapping ? ", flapping" : "")),
            (incident.scope == .endpoint ? "Endpoint" : "Concerns", incident.endpoint),
            ("Endpoints", alerted.members.isEmpty ? nil : String(alerted.failing.count)),
            ("Group", alerted.group),
            ("Address", alerted.url.isEmpty ? nil : alerted.url),
            ("Last answer", alerted.last.flatMap(answer)),
            ("Last 10 minutes", message.health.count == 1 ? health(message.health[0]) : nil),
            ("Began", moment(incident.openedAt)),
            ("Lasted", incident.closedAt.map { incident.openedAt.duration(to: $0).span }),
            ("Acknowledged by", incident.acknowledgement.map { $0.by.isEmpty ? "somebody" : $0.by }),
        ]
        return facts.compactMap { name, value in
            value.flatMap { $0.isEmpty ? nil : Fact(name: name, value: TerminalText.safe($0)) }
        }
    }

    private static func answer(_ result: ProbeResult) -> String? {
        result.statusCode.map { "status \($0)" + (result.responseTime.map { " after \($0.text)" } ?? "") }
    }

    private static func health(_ health: EndpointHealth) -> String {
        "\(health.failures) of \(health.probes) probes failed"
            + (health.median.map { ", usual response time \($0.text)" } ?? "")
    }

    /// `2026-11-24 10:00:00 UTC`
    private static func moment(_ time: Timestamp) -> String { "\(time.rfc3339.prefix(10)) \(time.timeOfDay) UTC" }
}

extension AlertMessage {
    /// Of a bar beside the message, as 0xRRGGBB.
    var color: Int {
        switch (event, severity) {
        case _ where isOver: 0x2E7D32
        case (.digest, _), (.test, _): 0x546E7A
        case (_, .critical): 0xD32F2F
        case (_, .high): 0xF57C00
        case (_, .medium): 0xFBC02D
        }
    }

    /// One character that says the same where there is no colour.
    var mark: String {
        switch (event, severity) {
        case _ where isOver: "✅"
        case (.digest, _), (.test, _): "🔵"
        case (_, .critical): "🔴"
        case (_, .high): "🟠"
        case (_, .medium): "🟡"
        }
    }
}
