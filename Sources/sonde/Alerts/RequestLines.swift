import SondeAlerting
import SondeCore

/// A request as a person reads it: method and address, headers, body; `***` in place of each secret.
struct RequestLines {
    let redaction: Redaction

    func lines(of request: HTTPRequest) -> [String] {
        var headers = request.headers.map { header in
            // The reason to reveal: what is secret in it is cut out.
            "\(header.name): \(redaction.clean(header.value.reveal()))"
        }
        if request.options.authentication != nil { headers.append("Authorization: ***") }
        let body = request.body.map { redaction.clean(String(decoding: $0, as: UTF8.self)) } ?? ""
        return ["\(request.method) \(address(request.url))"] + headers.map(TerminalText.safe)
            + (body.isEmpty ? [] : ["", TerminalText.safeLines(body)])
    }

    /// Host and path; without user and password, and the host stays also where the whole address is secret.
    private func address(_ url: Secret) -> String {
        // The reason to reveal: what is secret in it is cut out.
        let text = url.reveal()
        guard let scheme = text.firstRange(of: "://") else { return "***" }
        let host = text[scheme.upperBound...].prefix { !"/?#".contains($0) }
        let path = text[host.endIndex...]
        let shownHost = host.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        return TerminalText.safe("\(text[..<scheme.upperBound])\(shownHost)\(redaction.clean(String(path)))")
    }
}
