package import SondeCore
import Synchronization

/// Sends e-mails through a mail server: STARTTLS, TLS or in the clear, with a password or an OAuth 2.0 token.
///
/// A recipient whom the server refuses does not keep the message from the others, but the message counts as failed, so
/// that whoever is not told comes to light; the next try goes to those alone who do not have it. The receipt of a message
/// is its Message-ID, to which the later ones of its thread refer.
package struct EmailChannel: ChannelType {
    package static let type = "email"

    package static let keys = [
        ChannelKey("host", .text, "The mail server; smtp.gmail.com by default."),
        ChannelKey("port", .integer(1...65_535), "587 by default, 465 with security: tls, 25 with security: none."),
        ChannelKey(
            "security", .choice(SMTPServer.Security.allCases.map(\.rawValue)),
            "starttls (the default) goes on in TLS or not at all; tls speaks it from the first byte, the default at port 465; "
                + "none sends in the clear."),
        ChannelKey("username", .text, "Who logs in; the address of from by default."),
        ChannelKey("password", .secret, "Of Gmail an app password."),
        ChannelKey("access-token", .secret, "Instead of a password: an OAuth 2.0 token, for XOAUTH2."),
        ChannelKey(
            "auth", .choice(["plain", "login", "xoauth2", "none"]), "How to log in; what the server offers by default."),
        ChannelKey("from", .text, isRequired: true, "The sender: alerts@example.com, or Alerts <alerts@example.com>."),
        ChannelKey("to", .addresses, isRequired: true, "The recipients."),
        ChannelKey("cc", .addresses, "More recipients."),
        ChannelKey("reply-to", .addresses, "Where answers go."),
        ChannelKey("subject-prefix", .text, "What every subject begins with."),
        ChannelKey("ca-file", .file, "Certificates in PEM, trusted instead of those of the system."),
        ChannelKey("insecure", .flag, "True accepts any certificate."),
        ChannelKey("helo", .text, "How Sonde calls itself; the domain of from by default."),
        ChannelKey("timeout", .duration(.seconds(1)...(.seconds(60))), "For one message; 30s by default."),
        ChannelKey("client", .client, "Of it, insecure and tls.ca-file are used, as Gatus does."),
    ]

    private let settings: EmailSettings
    private let delivered = DeliveredRecipients()

    package init(_ options: ChannelOptions) throws(ChannelFault) {
        settings = try EmailSettings(options)
    }

    /// The message as it would be sent: for previews.
    package func mail(of message: AlertMessage) -> EmailMessage {
        EmailMessage(message, head: settings.head)
    }

    package func send(_ message: AlertMessage, through http: any HTTPClient) async throws(DeliveryFault) -> String? {
        let mail = mail(of: message)
        let known = delivered.of(message.key)
        let recipients = settings.head.recipients.filter { !known.contains($0) }
        guard !recipients.isEmpty else { return mail.messageID }
        let report = await SMTPTransfer(
            server: settings.server, sender: settings.head.from.address, recipients: recipients, data: mail.data
        ).run()
        guard let fault = SMTPFault(settings.server, report, isRest: !known.isEmpty).fault else {
            delivered.forget(message.key)
            return mail.messageID
        }
        delivered.note(message.key, known.union(report.delivered(to: recipients)))
        throw fault
    }
}

/// Who has a message already of which others are still to be told. It does not outlive the process: after a restart
/// they get it again, under the same Message-ID.
private final class DeliveredRecipients: Sendable {
    private struct Entry {
        var key: String
        var recipients: Set<String>
    }

    private let entries = Mutex<[Entry]>([])
    private static let most = 1000

    func of(_ key: String) -> Set<String> {
        entries.withLock { $0.first { $0.key == key }?.recipients ?? [] }
    }

    func note(_ key: String, _ recipients: Set<String>) {
        entries.withLock { entries in
            entries.removeAll { $0.key == key }
            guard !recipients.isEmpty else { return }
            entries.append(Entry(key: key, recipients: recipients))
            if entries.count > Self.most { entries.removeFirst() }
        }
    }

    func forget(_ key: String) { note(key, []) }
}
