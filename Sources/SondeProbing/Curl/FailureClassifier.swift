import CCurl
import Foundation
import SondeCore

/// Turns libcurl's verdict on a request into a category and a sentence that a person understands.
struct FailureClassifier {
    let report: TransferReport
    /// `host:port` of the request, without secrets.
    let target: String
    let host: String
    let isTLS: Bool
    let options: ClientOptions
    /// The timeout of the whole probe, for the sentence.
    let timeout: Duration

    /// Nil when the request was answered completely.
    func failure() -> ProbeFailure? {
        if let limit = report.limit { return failure(for: limit) }
        switch report.code {
        case CURLE_OK: return report.isComplete ? nil : closedEarly()
        case CURLE_COULDNT_RESOLVE_HOST:
            return ProbeFailure(.nameNotResolved, "The name \(host) could not be resolved.")
        case CURLE_COULDNT_RESOLVE_PROXY:
            return ProbeFailure(.proxy, "The name of the proxy could not be resolved.")
        case CURLE_COULDNT_CONNECT: return connectFailure()
        case CURLE_OPERATION_TIMEDOUT: return timeoutFailure()
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_ENGINE_INITFAILED, CURLE_USE_SSL_FAILED:
            return ProbeFailure(.tls, tlsSentence())
        case CURLE_GOT_NOTHING:
            return ProbeFailure(.closedEarly, "\(target) closed the connection without an answer.")
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_HTTP2_STREAM:
            return closedEarly()
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_HTTP2, CURLE_BAD_CONTENT_ENCODING,
            CURLE_HTTP3:
            return ProbeFailure(.malformedResponse, "\(target) answered with something that is not HTTP.")
        case CURLE_PROXY: return ProbeFailure(.proxy, "The proxy refused the connection: \(words).")
        default: return ProbeFailure(.other, "The request to \(target) failed: \(words).")
        }
    }

    private func failure(for limit: TransferReport.Limit) -> ProbeFailure {
        switch limit {
        case .body:
            ProbeFailure(
                .bodyTooLarge,
                "The body is larger than \(options.maxBodyBytes) bytes; raise client.max-body-size to accept it.")
        case .headers: ProbeFailure(.malformedResponse, "\(target) sent more than 256 KiB of headers.")
        case .stopped: ProbeFailure(.other, "The probe was ended because Sonde is stopping.")
        }
    }

    private func connectFailure() -> ProbeFailure {
        let peer = report.remoteAddress.map { "\(target) (\($0))" } ?? target
        switch report.osError {
        case ECONNREFUSED: return ProbeFailure(.refused, "Connection refused by \(peer).")
        case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EADDRNOTAVAIL:
            return ProbeFailure(.unreachable, "\(target) is unreachable: \(errnoWords(report.osError)).")
        case ETIMEDOUT: return ProbeFailure(.connectTimeout, "Connecting to \(target) timed out.")
        case 0: return ProbeFailure(.unreachable, "No connection to \(target): \(words).")
        default: return ProbeFailure(.unreachable, "No connection to \(target): \(errnoWords(report.osError)).")
        }
    }

    private func timeoutFailure() -> ProbeFailure {
        let phase = report.lastPhase(isTLS: isTLS)
        if phase.isConnecting {
            return ProbeFailure(.connectTimeout, "Connecting to \(target) took longer than \(timeout.text).")
        }
        return ProbeFailure(.timeout, "Timed out after \(timeout.text) while \(during(phase.words)).")
    }

    private func during(_ words: String) -> String {
        words == "the TLS handshake" ? "in the TLS handshake" : words
    }

    private func closedEarly() -> ProbeFailure {
        guard report.status != 0 else {
            return ProbeFailure(.closedEarly, "\(target) closed the connection before it answered.")
        }
        let part = report.headersComplete ? "body" : "headers"
        let received = report.headersComplete ? ", after \(report.bodySize) bytes" : ""
        return ProbeFailure(.closedEarly, "\(target) closed the connection in the middle of the \(part)\(received).")
    }

    /// Which certificate fault it is, after OpenSSL's X509_V_ERR codes.
    private func tlsSentence() -> String {
        switch report.certificateFault {
        case 9: return "The certificate of \(host) is not valid yet."
        case 10: return "The certificate of \(host) has expired."
        case 18: return "The certificate of \(host) is self-signed."
        case 19: return "The certificate chain of \(host) ends in a self-signed certificate that is not trusted."
        case 2, 20, 21: return "The certificate of \(host) is signed by an authority that is not trusted."
        case 23: return "The certificate of \(host) has been revoked."
        case 62, 64: return "The certificate is for another host, not for \(host)."
        default: break
        }
        if report.detail.contains("subject name") || report.detail.contains("does not match") {
            return "The certificate is for another host, not for \(host)."
        }
        // What OpenSSL makes of an answer that is not TLS, in several of its versions.
        let answers = ["wrong version number", "packet length too long", "record layer failure", "unknown protocol"]
        if answers.contains(where: report.detail.contains) {
            return "\(target) does not speak TLS; if it serves plain HTTP, write http:// in the URL."
        }
        if ["SSL_ERROR_SYSCALL", "unexpected eof"].contains(where: report.detail.contains) {
            return "\(target) ended the TLS handshake; if it serves plain HTTP, write http:// in the URL."
        }
        return "The TLS handshake with \(target) failed: \(words)."
    }

    /// libcurl's words, without a full stop at their end.
    private var words: String {
        let text = report.detail.isEmpty ? String(cString: curl_easy_strerror(report.code)) : report.detail
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed.hasSuffix(".") ? String(trimmed.dropLast()) : trimmed
    }

    private func errnoWords(_ code: Int32) -> String {
        String(cString: strerror(code)).lowercased()
    }
}
