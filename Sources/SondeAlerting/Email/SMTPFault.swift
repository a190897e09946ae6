import CCurl
import Foundation
import SondeCore

/// Why a mail server did not take a message, in one sentence with the server's own words. Pure.
///
/// Only what the server itself calls permanent is (5xx), and a login for which there is no way at all. Everything else may
/// heal without anybody touching Sonde: a certificate is renewed, a server comes back, a grey list lets the next try pass.
struct SMTPFault {
    private let server: SMTPServer
    private let report: SMTPTransfer.Report
    private let isRest: Bool

    /// - Parameter isRest: Whether others have had the message before.
    init(_ server: SMTPServer, _ report: SMTPTransfer.Report, isRest: Bool = false) {
        self.server = server
        self.report = report
        self.isRest = isRest
    }

    /// Nil if all recipients have the message.
    var fault: DeliveryFault? {
        if report.code == CURLE_ABORTED_BY_CALLBACK {
            return DeliveryFault("The message was not handed over: the task that sends it was cancelled.")
        }
        if report.code == CURLE_OK || isRefusedByRecipients { return refusedRecipients }
        if let code = last.code, code >= 400 || last.said == .login && code >= 300 { return refusal(code) }
        return DeliveryFault(sentence, isPermanent: isWithoutLogin)
    }

    private var last: SMTPDialogue.Step { report.dialogue.last }

    // MARK: What the server refused

    private var isRefusedByRecipients: Bool {
        if case .recipient = last.said { (last.code ?? 0) >= 400 } else { false }
    }

    private var refusedRecipients: DeliveryFault? {
        let refusals = report.dialogue.refusals
        guard !refusals.isEmpty else { return nil }
        let named = refusals.map { step in
            if case .recipient(let address) = step.said { "\(address) (\(words(of: step)))" } else { "" }
        }
        let others = report.code == CURLE_OK || isRest
        let sentence =
            "\(server.name) refused \(MessageWords.list(named, most: 10)). "
            + (others ? "The other recipients have the message." : "Nobody has the message.")
        return DeliveryFault(
            sentence, isPermanent: refusals.allSatisfy { ($0.code ?? 0) >= 500 }, isPartial: others)
    }

    private func refusal(_ code: Int) -> DeliveryFault {
        let words = words(of: last)
        let (what, advice) = aboutRefusal(code)
        return DeliveryFault(
            "\(server.name) \(what): \(ended(words))\(advice.isEmpty ? "" : " \(advice)")",
            isPermanent: code >= 500 || last.said == .login && code < 400)
    }

    private func aboutRefusal(_ code: Int) -> (what: String, advice: String) {
        switch last.said {
        case .connected: ("does not want to talk", "")
        case .hello: ("does not take the name '\(server.helo)'", "Give another as helo.")
        case .startTLS: ("refuses STARTTLS", "Nothing was sent.")
        case .login where code >= 500 || code < 400: ("refuses the login of \(login)", loginAdvice)
        case .login: ("cannot check the login just now", "")
        case .sender where code == 530:
            ("wants a login or TLS first", "Give username and password, or security: starttls.")
        case .sender: ("does not take messages of this sender", "")
        case .recipient: ("does not take this recipient", "")
        case .data, .message, .quit: ("does not take the message", "")
        }
    }

    private var login: String { server.login.map { "'\($0.username)'" } ?? "nobody" }

    private var loginAdvice: String {
        if case .accessToken = server.login?.proof {
            return "Check access-token and username; tokens of this kind end after an hour or so."
        }
        let isGoogle = server.host.hasSuffix(".gmail.com") || server.host.hasSuffix(".google.com")
        return isGoogle
            ? "Gmail wants an app password, not that of the account: make one at "
                + "https://myaccount.google.com/apppasswords and write it to ALERT_EMAIL_PASSWORD, or to password."
            : "Check username and password (ALERT_EMAIL_FROM and ALERT_EMAIL_PASSWORD)."
    }

    /// The server offers no way to log in that Sonde may use.
    private var isWithoutLogin: Bool { report.code == CURLE_LOGIN_DENIED }

    // MARK: What happened to the connection

    private var sentence: String {
        if last.said == .connected, let words = last.reply.first, last.code == nil {
            return "\(server.name) answers with something that is not SMTP: '\(TerminalText.safe(words).cut(to: 80))'."
        }
        switch report.code {
        case CURLE_COULDNT_RESOLVE_HOST: return "The name \(server.host) could not be resolved. Check host."
        case CURLE_COULDNT_CONNECT: return connectSentence
        case CURLE_OPERATION_TIMEDOUT: return timeoutSentence
        case CURLE_PEER_FAILED_VERIFICATION: return certificateSentence
        case CURLE_SSL_CACERT_BADFILE: return "The file of ca-file cannot be used: it must hold certificates in PEM."
        case CURLE_SSL_CONNECT_ERROR:
            return "The TLS handshake with \(server.name) failed: \(ended(detail)) "
                + (server.security == .tls ? "If the server begins in the clear, write security: starttls." : "")
        case CURLE_USE_SSL_FAILED:
            return
                "\(server.name) offers no STARTTLS, and nothing was sent in the clear. Write security: tls if it speaks "
                + "TLS from the first byte, as on port 465; security: none sends in the clear."
        case CURLE_LOGIN_DENIED:
            return
                "\(server.name) offers no way to log in that Sonde may use. Set auth to one that it has (\(offered))."
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE: return closedSentence
        default: return "The message could not be handed to \(server.name): \(ended(detail))"
        }
    }

    private var connectSentence: String {
        switch report.osError {
        case ECONNREFUSED: "Connection refused by \(server.name). Check host and port."
        case 0: "No connection to \(server.name): \(ended(detail))"
        default: "No connection to \(server.name): \(ended(String(cString: strerror(report.osError)).lowercased()))"
        }
    }

    private var timeoutSentence: String {
        let (whole, half) = (server.timeout.text, (server.timeout / 2).text)
        return switch last.said {
        case .connected where last.reply.isEmpty:
            "\(server.name) did not greet within \(half)"
                + (server.security == .tls
                    ? "." : ". A server that waits for TLS is silent too: then write security: tls.")
        case .message:
            "\(server.name) did not confirm the message within \(whole). It may have it nevertheless; the next try bears "
                + "the same Message-ID."
        default: "\(server.name) stopped answering while \(doing): gave up after \(whole)."
        }
    }

    private var closedSentence: String {
        last.said == .message
            ? "\(server.name) closed the connection before it confirmed the message. It may have it nevertheless; the next "
                + "try bears the same Message-ID."
            : "\(server.name) closed the connection while \(doing)."
    }

    private var doing: String {
        switch last.said {
        case .connected: "it was to greet"
        case .hello: "it was greeted"
        case .startTLS: "TLS began"
        case .login: "Sonde logged in"
        case .sender: "it was told the sender"
        case .recipient(let address): "it was told the recipient \(address)"
        case .data, .message, .quit: "the message was handed over"
        }
    }

    /// Which fault of the certificate it is, after OpenSSL's X509_V_ERR codes.
    private var certificateSentence: String {
        let advice = "For an authority of your own, write its certificate to ca-file."
        return switch report.certificateFault {
        case 9: "The certificate of \(server.host) is not valid yet."
        case 10: "The certificate of \(server.host) has expired."
        case 18, 19: "The certificate of \(server.host) is self-signed and not trusted. \(advice)"
        case 2, 20, 21: "The certificate of \(server.host) is signed by an authority that is not trusted. \(advice)"
        default: "The certificate of \(server.host) is not for this name, or not to be trusted: \(ended(detail))"
        }
    }

    private var offered: String {
        let lines = report.dialogue.steps.last { $0.said == .hello }?.reply ?? []
        let ways = lines.map { $0.dropFirst(4) }.first { $0.uppercased().hasPrefix("AUTH") }?.dropFirst(5)
        return ways.map { TerminalText.safe(String($0)).trimmed } ?? "none"
    }

    // MARK: Words

    private func words(of step: SMTPDialogue.Step) -> String {
        SMTPDialogue.words(of: step, without: server.secrets)
    }

    /// libcurl's words.
    private var detail: String {
        TerminalText.safe(report.detail.isEmpty ? String(cString: curl_easy_strerror(report.code)) : report.detail)
            .trimmed
    }

    private func ended(_ words: String) -> String {
        words.hasSuffix(".") || words.hasSuffix("…") ? words : "\(words)."
    }
}
