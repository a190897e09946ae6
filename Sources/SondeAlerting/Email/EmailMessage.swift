package import SondeCore

/// One message as it goes to the mail server: MIME with a text and an HTML part (RFC 2045, 2046, 5322). Pure.
package struct EmailMessage: Sendable {
    private let message: AlertMessage
    private let wording: EmailWording
    private let head: Head
    private let thread: EmailThread

    /// What the configuration says of every message.
    struct Head: Sendable, Hashable {
        var from: MailAddress
        var to: [MailAddress]
        var cc: [MailAddress]
        var replyTo: [MailAddress]
        /// Put before every subject; empty for none.
        var subjectPrefix: String

        /// All addresses that get it, each once.
        var recipients: [String] {
            var known: Set<String> = []
            return (to + cc).map(\.address).filter { known.insert($0).inserted }
        }
    }

    init(_ message: AlertMessage, head: Head) {
        self.message = message
        self.head = head
        wording = EmailWording(message)
        thread = EmailThread(message, domain: head.from.domain)
    }

    /// What later messages of the thread refer to.
    var messageID: String { thread.messageID }

    /// A person's title, or Sonde's own subject.
    var subject: String {
        let subject = wording.hasOwnTitle ? thread.subject : message.title
        return head.subjectPrefix.isEmpty ? subject : "\(head.subjectPrefix) \(subject)"
    }

    /// The whole message in ASCII, its lines ended by CRLF.
    package var data: String {
        let parts = [("plain", text), ("html", html)].map { type, content in
            let body = MailBody(content)
            return "--\(boundary)\r\nContent-Type: text/\(type); charset=utf-8\r\n"
                + "Content-Transfer-Encoding: \(body.encoding)\r\n\r\n\(body.text)"
        }
        return headers.map(\.text).joined() + "\r\n" + parts.joined() + "--\(boundary)--\r\n"
    }

    /// The plain part.
    package var text: String {
        "\(message.text)\n\(health)\n-- \nSonde sent this to \(recipients) by its alert rules.\n"
    }

    /// Of several endpoints; that of a single one is in Sonde's own text already.
    private var health: String {
        guard wording.hasOwnText, message.health.count > 1 else { return "" }
        return "\nLast ten minutes:\n"
            + message.health.map { "- \(TerminalText.safe($0.name)): \(ProbeWords.health($0))\n" }.joined()
    }

    /// The part that most people see.
    package var html: String { EmailPage(message, wording, recipients: recipients).html }

    private var recipients: String {
        MessageWords.list(head.recipients, most: 3)
    }

    private var headers: [MailHeader] {
        var headers = [
            MailHeader("Date", text: MailDate(message.time).text),
            MailHeader("From", addresses: [head.from]),
            MailHeader("To", addresses: head.to),
        ]
        if !head.cc.isEmpty { headers.append(MailHeader("Cc", addresses: head.cc)) }
        if !head.replyTo.isEmpty { headers.append(MailHeader("Reply-To", addresses: head.replyTo)) }
        headers += [
            MailHeader("Subject", text: subject),
            MailHeader("Message-ID", tokens: [thread.messageID]),
            MailHeader("In-Reply-To", tokens: [thread.parent]),
            MailHeader("References", tokens: thread.references),
            MailHeader("Thread-Topic", text: thread.topic),
            MailHeader("List-Id", phrase: "Sonde alerts", identifier: thread.list),
            // Nobody's absence note is to answer an alert (RFC 3834), in Exchange neither.
            MailHeader("Auto-Submitted", text: "auto-generated"),
            MailHeader("X-Auto-Response-Suppress", text: "All"),
            MailHeader("X-Sonde-Event", text: message.event.rawValue),
            MailHeader("X-Sonde-Incident", text: message.incidents[0].incident.id),
            MailHeader("X-Sonde-Key", text: message.key),
            MailHeader("MIME-Version", text: "1.0"),
        ]
        if message.severity == .critical, !message.isOver, message.event != .test {
            headers.append(MailHeader("Importance", text: "high"))
        }
        // Neither encoding of a part can make `=_`, so no part can hold the boundary.
        headers.append(MailHeader("Content-Type", text: "multipart/alternative; boundary=\"\(boundary)\""))
        return headers
    }

    private var boundary: String { "=_sonde_\(String(StableHash.of(message.key), radix: 36))" }
}

/// Whether title and text are Sonde's own: then the page shows the same things as tables, and the subject is one by which
/// Gmail knows the thread. Where a person's template gives one of them, it is shown as it is.
struct EmailWording: Sendable {
    let hasOwnTitle: Bool
    let hasOwnText: Bool

    init(_ message: AlertMessage) {
        let own = message.isTemplated ? MessageRenderer.rendered(message, with: nil) : message
        hasOwnTitle = own.title == message.title
        hasOwnText = own.text == message.text
    }
}
