import Foundation
import SondeCore

/// The requests of one probe: the endpoint's own and those that redirects lead to (RFC 9110, section 15.4).
struct HopSequence {
    private let endpoint: Endpoint
    private(set) var request: TransferRequest
    /// Time of the requests before the present one.
    private(set) var elapsed: Duration = .zero
    private(set) var redirects = 0
    /// Set when the chain had to be broken off.
    private(set) var failure: ProbeFailure?

    init(endpoint: Endpoint, credentials: TransferRequest.Credentials?) {
        self.endpoint = endpoint
        let keepsBody = endpoint.conditions.contains(where: \.readsBody)
        request = TransferRequest(
            url: endpoint.url, method: endpoint.method, headers: endpoint.headers,
            body: endpoint.body.map { Array($0.utf8) }, timeout: endpoint.client.timeout, options: endpoint.client,
            keptBodyBytes: keepsBody ? endpoint.client.maxBodyBytes : 0,
            keepsHeaders: endpoint.conditions.contains(where: \.readsHeaders), credentials: credentials)
    }

    /// Moves on to the redirect's target; false when the report is the final one.
    mutating func follow(_ report: TransferReport) -> Bool {
        guard report.isComplete, !endpoint.client.ignoreRedirect, let target = report.redirectURL,
            [301, 302, 303, 307, 308].contains(report.status)
        else { return false }
        let time = Duration.microseconds(report.times.total)
        guard redirects < endpoint.client.maxRedirects else {
            failure = ProbeFailure(
                .tooManyRedirects,
                "More than \(endpoint.client.maxRedirects) redirects; the last led to \(shown(target)).")
            return false
        }
        guard let scheme = URLComponents(string: target)?.scheme?.lowercased(), ["http", "https"].contains(scheme)
        else {
            failure = ProbeFailure(
                .malformedResponse, "A redirect leads to \(shown(target)), which is neither http nor https.")
            return false
        }
        let left = endpoint.client.timeout - elapsed - time
        guard left > .zero else {
            failure = ProbeFailure(
                .timeout, "Timed out after \(endpoint.client.timeout.text) while following redirects.")
            return false
        }
        elapsed += time
        redirects += 1
        redirect(to: target, status: report.status)
        request.timeout = left
        return true
    }

    private mutating func redirect(to target: String, status: Int) {
        let becomesGet = status == 303 || ([301, 302].contains(status) && request.method == "POST")
        if becomesGet, request.method != "HEAD" {
            request.method = "GET"
            request.body = nil
            request.headers.removeAll { $0.name.lowercased() == "content-type" }
        }
        if !Self.isSameOrigin(request.url, target) {
            // What proves our identity to one host is no other host's business.
            request.credentials = nil
            request.headers.removeAll { Self.isForOneHost($0.name.lowercased()) }
        }
        request.url = target
    }

    /// Headers of one host alone: those that HTTP names, and those whose names say that they hold a secret.
    private static func isForOneHost(_ name: String) -> Bool {
        name == "host"
            || ["auth", "cookie", "key", "token", "secret", "password", "credential", "session", "signature"]
                .contains { name.contains($0) }
    }

    private static func isSameOrigin(_ first: String, _ second: String) -> Bool {
        guard let first = origin(of: first), let second = origin(of: second) else { return false }
        return first == second
    }

    /// Scheme, host and port, in lower case; nil when the text is no URL.
    static func origin(of url: String) -> String? {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
            let host = parts.host?.lowercased()
        else { return nil }
        return "\(scheme)://\(host):\(parts.port ?? (scheme == "https" ? 443 : 80))"
    }

    /// A URL without its user, password and query, which may hold secrets; without its path too when the
    /// endpoint's own path is not shown in full, for a redirect often repeats it.
    private func shown(_ url: String) -> String {
        let text = DisplayURL.text(url)
        guard endpoint.displayURL != DisplayURL.text(endpoint.url) else { return text }
        return Self.origin(of: url).map { "\($0)/..." } ?? "another address"
    }
}
