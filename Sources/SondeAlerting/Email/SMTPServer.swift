import Foundation
import SondeCore

/// The mail server that takes the messages, and how Sonde speaks to it.
struct SMTPServer: Sendable, Hashable {
    var host: String
    var port: Int
    var security: Security
    /// Nil to send without a login.
    var login: Login?
    /// How Sonde calls itself.
    var helo: String
    /// Trusted instead of the system's certificate authorities.
    var caFile: String?
    /// True accepts any certificate.
    var isInsecure: Bool
    /// For the whole of one message; half of it for connecting and logging in.
    var timeout: Duration

    /// What keeps others from reading along.
    enum Security: String, Sendable, CaseIterable {
        /// Begins in the clear and goes on in TLS, or not at all.
        case starttls
        /// TLS from the first byte.
        case tls
        case none
    }

    /// Who sends.
    struct Login: Sendable, Hashable {
        var username: String
        var proof: Proof
        /// As libcurl wants them: `AUTH=PLAIN`.
        var options: String

        enum Proof: Sendable, Hashable {
            case password(Secret)
            case accessToken(Secret)
        }
    }

    /// `host:port`, as sentences name it.
    var name: String { "\(hostInURL):\(port)" }

    /// With the name that Sonde gives itself as the path: that is libcurl's way to say it.
    var url: String { "\(security == .tls ? "smtps" : "smtp")://\(hostInURL):\(port)/\(helo)" }

    private var hostInURL: String { host.contains(":") ? "[\(host)]" : host }

    /// Everything that must not be in a sentence, in all forms in which it goes over the wire.
    var secrets: [String] {
        guard let login else { return [] }
        // They are looked for in what the server answers.
        let secret =
            switch login.proof {
            case .password(let password): password.reveal()
            case .accessToken(let token): token.reveal()
            }
        let forms = [
            secret, "\0\(login.username)\0\(secret)", "user=\(login.username)\u{1}auth=Bearer \(secret)\u{1}\u{1}",
        ]
        return forms.dropFirst().map(base64) + [base64(secret), secret]
    }

    private func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
