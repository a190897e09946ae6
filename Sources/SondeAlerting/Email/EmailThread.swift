import SondeCore

/// How mail programs know that messages tell of the same incident.
///
/// Apple Mail, Thunderbird and Outlook go by `References` and `In-Reply-To`: all messages of an incident name the same
/// root, a message that never was, so that neither a lost receipt nor a first message on another channel breaks the thread.
/// Gmail wants the same subject besides, but leaves out what stands in square brackets; so the subject says in brackets
/// how things are, and after them what stays the same: `[critical] Failure at orders, 24 Nov 10:00 UTC` and
/// `[resolved] Failure at orders, 24 Nov 10:00 UTC`. Exchange takes the unchanging part from `Thread-Topic`.
struct EmailThread: Sendable {
    private let message: AlertMessage
    private let domain: String

    /// - Parameter domain: Of the sender.
    init(_ message: AlertMessage, domain: String) {
        self.message = message
        self.domain = "sonde.\(domain.lowercased())"
    }

    /// The same for each try of the same message, so that a mail box can tell a repetition.
    var messageID: String { identifier(message.key) }

    /// The message that this one comes after: the first of the thread where it is known.
    var parent: String { first ?? root(message.thread) }

    /// The root of every incident that the message tells, the one it is filed under last.
    var references: [String] {
        let others = message.incidents.prefix(Self.mostReferences).map(\.incident.id).filter { $0 != message.thread }
        return others.map(root) + [root(message.thread)] + [first].compactMap(\.self)
    }

    /// Of the list of all of Sonde's messages of this sender.
    var list: String { "alerts.\(domain)" }

    /// Sonde's own subject.
    var subject: String { "[\(state)] \(topic)" }

    /// The part of the subject that stays the same.
    var topic: String {
        switch message.event {
        case .test: "Test of Sonde's alerts"
        case .digest: "Digest of deviations, \(day(message.time))"
        default: message.incidents.count > 1 ? MessageWords.summary(of: message) : singleTopic
        }
    }

    private static let mostReferences = 20

    /// The receipt of the first message is its ID; anything else is not used.
    private var first: String? {
        guard let receipt = message.receipt, receipt.hasPrefix("<"), receipt.hasSuffix(">"), receipt.contains("@"),
            receipt.utf8.count <= 250, receipt.dropFirst().dropLast().utf8.allSatisfy(Self.isIDByte)
        else { return nil }
        return receipt
    }

    private var state: String {
        let severity = message.severity.description
        guard message.overSince == nil else { return "over by now" }
        return switch message.event {
        case .opened: severity
        case .raised: message.incidents[0].incident.isFlapping ? "flapping" : "raised to \(severity)"
        case .reminder: "still \(severity)"
        case .escalated: "not acknowledged, \(severity)"
        case .resolved: "resolved"
        case .digest: "digest"
        case .test: "test"
        }
    }

    private var singleTopic: String {
        let incident = message.incidents[0].incident
        let (noun, place) = (incident.kind == .failure ? "Failure" : "Deviation", MessageWords.place(of: incident))
        let what =
            switch incident.scope {
            case .endpoint, .host: "\(noun) at \(place)"
            case .group: "\(noun) in the group \(place)"
            case .fleet: "\(noun) of many endpoints"
            case .network: "Sonde without network"
            }
        // Brackets in a name would be left out of what Gmail compares.
        return "\(what.replacing("[", with: "(").replacing("]", with: ")")), \(day(incident.openedAt))"
    }

    /// `24 Nov 10:00 UTC`.
    private func day(_ time: Timestamp) -> String {
        let date = MailDate(time)
        return "\(date.day) \(date.month) \(date.time.prefix(5)) UTC"
    }

    private func root(_ thread: String) -> String { identifier("thread.\(thread)") }

    /// `<name@domain>`; of a name with other characters than identifiers have, its stable hash.
    private func identifier(_ name: String) -> String {
        let isFit =
            !name.isEmpty && name.utf8.count <= 150 && !name.hasPrefix(".") && !name.hasSuffix(".")
            && !name.contains("..") && name.utf8.allSatisfy { Self.isIDByte($0) && $0 != UInt8(ascii: "@") }
        return "<\(isFit ? name : "h" + String(StableHash.of(name), radix: 36))@\(domain)>"
    }

    private static func isIDByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: ".-_+=@".utf8.contains(byte)
        }
    }
}
