import Foundation
import SondeCore

/// What a mail server answered to what: collected while a message is handed over.
///
/// Of what was said to the server only the kind is kept: the lines of a login hold the password.
struct SMTPDialogue: Sendable {
    /// One thing said to the server, and its answer.
    struct Step: Sendable, Hashable {
        var said: Said
        /// Line by line, without line breaks; empty while none has come.
        var reply: [String] = []

        /// Of the last line: 250, 451, 550; nil without an answer.
        var code: Int? { reply.last.flatMap { Int($0.prefix(3)) } }
        /// A line `250-...` is followed by another.
        var isComplete: Bool { reply.last.map { $0.dropFirst(3).first != "-" } ?? false }
    }

    /// What is said to a server, in the order in which it happens.
    enum Said: Sendable, Hashable {
        /// Nothing yet: the server greets.
        case connected
        case hello
        case startTLS
        case login
        case sender
        case recipient(String)
        case data
        /// The message itself.
        case message
        case quit
    }

    private(set) var steps: [Step] = [Step(said: .connected)]
    /// More than any honest server says.
    private static let mostLines = 500

    /// Takes what was sent to the server, except for the message.
    mutating func said(_ text: String) {
        let upper = text.uppercased()
        if upper.trimmed == "QUIT" {
            begin(.quit)
        } else if let last = steps.last, last.said == .login, last.code == 334 {
            // The second line of a login may read as anything.
            begin(.login)
        } else if upper.hasPrefix("EHLO") || upper.hasPrefix("HELO") {
            begin(.hello)
        } else if upper.hasPrefix("STARTTLS") {
            begin(.startTLS)
        } else if upper.hasPrefix("MAIL FROM") {
            begin(.sender)
        } else if upper.hasPrefix("RCPT TO:<") {
            begin(.recipient(String(text.dropFirst(9).prefix { $0 != ">" })))
        } else if upper.hasPrefix("DATA") {
            begin(.data)
        } else if upper.hasPrefix("AUTH") {
            begin(.login)
        }
    }

    /// Takes a line, or several, of an answer.
    mutating func answered(_ text: String) {
        for line in text.split(whereSeparator: \.isNewline)
        where steps.reduce(0, { $0 + $1.reply.count }) < Self.mostLines {
            steps[steps.count - 1].reply.append(String(line))
        }
        // The answer to DATA asks for the message.
        if let last = steps.last, last.said == .data, last.isComplete, last.code == 354 { begin(.message) }
    }

    private mutating func begin(_ said: Said) {
        steps.append(Step(said: said))
    }

    var isQuitting: Bool { steps.last?.said == .quit }

    /// The step that was under way, or the last one answered.
    var last: Step { steps.last { $0.said != .quit } ?? steps[0] }

    /// Every recipient whom the server refused.
    var refusals: [Step] {
        steps.filter { step in
            guard case .recipient = step.said, let code = step.code else { return false }
            return code >= 400
        }
    }

    /// The server's words of a step in one line, code first: `550 5.1.1 No such user`.
    ///
    /// - Parameter secrets: Cut out, in case that a server repeats what it was told.
    static func words(of step: Step, without secrets: [String]) -> String {
        guard let code = step.code else { return "" }
        var words: [Substring] = []
        for line in step.reply {
            var part = line.dropFirst(4)
            // Each line repeats the status that the first one names (RFC 2034).
            if !words.isEmpty, let status = words.first?.split(separator: " ").first, part.hasPrefix(status) {
                part = part.dropFirst(status.count)
            }
            words.append(Substring(part.trimmed))
        }
        if code == 334, let decoded = words.first.flatMap({ Data(base64Encoded: String($0)) }) {
            // Why a token is refused (RFC 7628, section 3.2.2) comes in base64.
            words = [Substring(String(decoding: decoded, as: UTF8.self))]
        }
        var text = "\(code) " + words.filter { !$0.isEmpty }.joined(separator: " ")
        for secret in secrets where !secret.isEmpty { text = text.replacing(secret, with: "***") }
        text = TerminalText.safe(text).trimmed
        return text.count <= mostWords ? text : text.prefix(mostWords - 1) + "…"
    }

    private static let mostWords = 400
}
