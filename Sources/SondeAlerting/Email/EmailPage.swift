import Foundation
import Mustache
import SondeCore

/// The HTML part of a message: what its template is filled with. Pure.
///
/// Gmail shows no more than 102 kB of a message; names beyond `namesBudget` are counted, and stand in the text part.
struct EmailPage {
    private let message: AlertMessage
    private let wording: EmailWording
    private let recipients: String

    /// - Parameter recipients: Who gets it, for the foot of the page.
    init(_ message: AlertMessage, _ wording: EmailWording, recipients: String) {
        self.message = message
        self.wording = wording
        self.recipients = recipients
    }

    var html: String { Self.template.render(model) }

    /// So many incidents are shown one by one; of the others the names.
    private static let mostShown = 10
    private static let mostHealth = 15
    /// Bytes of names in HTML.
    private static let namesBudget = 50_000
    private static let mostCharacters = 400

    private static let template: MustacheTemplate = {
        MustacheContentTypes.register(EmailEscaping(), named: EmailEscaping.name)
        let text = "{{% CONTENT_TYPE:\(EmailEscaping.name)}}\n" + EmailTemplate.text
        guard let template = try? MustacheTemplate(string: text) else {
            fatalError("The e-mail template does not parse.")  // A constant of ours: every test tells.
        }
        return template
    }()

    private var model: [String: Any] {
        let shown = message.incidents.prefix(Self.mostShown)
        let isMany = message.incidents.count > 1
        return [
            "preheader": "\(headline). \(message.incidents[0].incident.reason)".cut(to: 150),
            "heading": heading, "badge": badge, "color": color,
            "has_text": !wording.hasOwnText, "text": wording.hasOwnText ? [] : paragraphs(message.text),
            "own": wording.hasOwnText && message.event != .test,
            "over_since": optional(message.overSince.map { MessageWords.over($0, toldAt: message.time) }),
            "test": wording.hasOwnText && message.event == .test,
            "many": isMany, "single": optional(isMany ? nil : incident(message.incidents[0])),
            "incidents": isMany ? shown.map(incident) : [],
            "others": names(of: otherNames), "others_count": optional(otherNames.isEmpty ? nil : otherNames.count),
            "probe": optional(isMany ? nil : message.incidents[0].last.map { EmailProbe($0).model }),
            "health": message.health.prefix(Self.mostHealth).map(health), "has_health": !message.health.isEmpty,
            "more_health": optional(
                message.health.count > Self.mostHealth ? message.health.count - Self.mostHealth : nil),
            "description": description, "has_description": !description.isEmpty,
            "link": optional(Self.link(message.link)),
            "time": MessageWords.time(message.time), "recipients": recipients.cut(to: Self.mostCharacters),
            "incident_id": message.incidents[0].incident.id,
        ]
    }

    private var headline: String { wording.hasOwnTitle ? MessageWords.headline(of: message) : message.title }

    /// A person's text says itself what it wants to be said.
    private var description: [[String: Any]] {
        wording.hasOwnText ? message.description.map(paragraphs) ?? [] : []
    }

    private var heading: String {
        let heading =
            if !wording.hasOwnTitle {
                message.title
            } else if message.event == .test {
                "Alerts of Sonde arrive here"
            } else if message.incidents.count > 1 {
                MessageWords.summary(of: message)
            } else {
                MessageWords.state(of: message.incidents[0])
            }
        return heading.cut(to: MessageRenderer.mostTitle)
    }

    // MARK: The badge

    /// How things are, in words: colour alone tells nobody who cannot see it.
    private var badge: String {
        let severity = message.severity.description
        guard message.overSince == nil else { return "over by now" }
        return switch message.event {
        case .opened: severity
        case .raised: message.incidents[0].incident.isFlapping ? "flapping · \(severity)" : "raised to \(severity)"
        case .reminder: "still open · \(severity)"
        case .escalated: "not acknowledged · \(severity)"
        case .resolved: "resolved"
        case .digest: "digest"
        case .test: "test"
        }
    }

    private var color: String {
        switch message.event {
        case _ where message.isOver: "#1a7a4a"
        case .digest, .test: "#0a6a64"
        case .opened, .raised, .reminder, .escalated, .resolved: Self.color(of: message.severity)
        }
    }

    /// White text on each has a contrast of at least 4.5 to 1.
    private static func color(of severity: Severity) -> String {
        switch severity {
        case .critical: "#b3122a"
        case .high: "#b8450a"
        case .medium: "#8f5400"
        }
    }

    // MARK: Incidents

    private func incident(_ alerted: AlertedIncident) -> [String: Any] {
        let incident = alerted.incident
        let (failing, recovered) = (alerted.failing, alerted.recovered.map(\.endpoint))
        return [
            "summary": MessageWords.state(of: alerted).cut(to: Self.mostCharacters),
            "severity": incident.severity.description,
            "badge": incident.isOpen ? incident.severity.description : "resolved",
            "color": incident.isOpen ? Self.color(of: incident.severity) : "#1a7a4a",
            "group": optional(alerted.group?.cut(to: 100)),
            "url": optional(alerted.url.isEmpty ? nil : alerted.url.cut(to: Self.mostCharacters)),
            "reasons": MessageWords.reasons(of: incident).prefix(6).map { reason in
                // A number keeps its unit beside it.
                (reason.prefix(1).uppercased() + reason.dropFirst()).replacing(" ms", with: "\u{A0}ms")
                    .cut(to: Self.mostCharacters)
            },
            "open": incident.isOpen, "tint": incident.isOpen ? "bad" : "good",
            "opened_at": Self.time(incident.openedAt),
            "closed_at": optional(incident.closedAt.map(Self.time)),
            "duration": incident.openedAt.duration(to: incident.closedAt ?? message.time).span,
            "flapping": incident.isFlapping && incident.isOpen,
            "acknowledged": optional(acknowledged(incident)), "link": optional(Self.link(alerted.link)),
            "members": names(of: failing.map(\.endpoint)),
            "members_label": incident.isOpen ? "Failing" : "Endpoints",
            "members_count": optional(failing.isEmpty ? nil : MessageWords.number(failing.count)),
            "recovered": names(of: recovered),
            "recovered_count": optional(recovered.isEmpty ? nil : MessageWords.number(recovered.count)),
        ]
    }

    private func acknowledged(_ incident: Incident) -> String? {
        incident.acknowledgement.map { acknowledgement in
            let by = acknowledgement.by.isEmpty ? "somebody" : acknowledgement.by.cut(to: 100)
            return "by \(by), \(Self.time(acknowledgement.at))"
        }
    }

    private var otherNames: [String] {
        message.incidents.dropFirst(Self.mostShown).flatMap { alerted in
            alerted.names
        }.unique
    }

    /// As many as have room; what is left is counted.
    private func names(of names: [String]) -> Any {
        guard !names.isEmpty else { return NSNull() }
        var room = Self.namesBudget / listCount
        var kept: [String] = []
        for name in names {
            room -= EmailEscaping.escaped(name).utf8.count + 2
            guard room >= 0 else { break }
            kept.append(name)
        }
        let left = names.count - kept.count
        return kept.joined(separator: ", ")
            + (left == 0 ? "" : " and \(MessageWords.number(left)) more, named in the plain text of this message")
    }

    /// Lists of names that share the budget.
    private var listCount: Int {
        let groups = message.incidents.prefix(Self.mostShown).filter { !$0.members.isEmpty }
        let halves = groups.count { !$0.recovered.isEmpty }
        return max(1, groups.count + halves + (otherNames.isEmpty ? 0 : 1))
    }

    private func health(_ health: EndpointHealth) -> [String: Any] {
        let (state, color) =
            switch health.state {
            case .up: ("up", "up")
            case .degraded: ("degraded", "warn")
            case .down: ("down", "down")
            case .pending: ("pending", "muted")
            case .disabled: ("disabled", "muted")
            }
        return [
            "name": health.name.cut(to: 100), "state": state, "tone": color,
            "tone_color": Self.tones[color] ?? "#55625d",
            "failed": "\(MessageWords.number(health.failures)) of \(MessageWords.number(health.probes))",
            "median": health.median?.text ?? "–", "max": health.max?.text ?? "–",
        ]
    }

    private static let tones = ["up": "#1a7a4a", "warn": "#8f5400", "down": "#b3122a", "muted": "#55625d"]

    // MARK: Texts

    /// `2026-11-24 10:00:00 UTC`.
    private static func time(_ time: Timestamp) -> String {
        let text = time.rfc3339
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) UTC"
    }

    /// Only what leads to a page: a link of another kind could run something.
    static func link(_ text: String?) -> String? {
        guard let text, text.hasPrefix("https://") || text.hasPrefix("http://"), text.utf8.count <= 2000,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") })
        else { return nil }
        return text
    }

    /// Lines of words, of which those that are addresses become links.
    private func paragraphs(_ text: String) -> [[String: Any]] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).prefix(200).map { line in
            let words = line.split(separator: " ", omittingEmptySubsequences: false).map { word in
                ["word": String(word), "href": optional(Self.link(String(word)))] as [String: Any]
            }
            return ["words": words, "blank": line.isEmpty]
        }
    }

    private func optional(_ value: Any?) -> Any { value ?? NSNull() }
}

extension String {
    /// At most so many characters, the last an ellipsis where some are left out.
    func cut(to count: Int) -> String {
        self.count <= count ? self : prefix(count - 1) + "…"
    }
}
