extension FaultyServer.Response {
    /// 200 with the text `OK`.
    package static let ok = ok(text: "OK")

    /// 200 with a text.
    package static func ok(text: String) -> Self {
        Self(headers: ["Content-Type": "text/plain"], body: .text(text))
    }

    /// 200 with a JSON document.
    package static func ok(json: String) -> Self {
        Self(headers: ["Content-Type": "application/json"], body: .text(json))
    }

    /// 200 with so many equal bytes, made as they are sent.
    package static func ok(bytes count: Int) -> Self {
        Self(headers: ["Content-Type": "application/octet-stream"], body: .repeating(UInt8(ascii: "x"), count: count))
    }

    /// The status with its usual phrase, which is the body as well.
    package static func status(_ status: Int) -> Self {
        Self(status: status, headers: ["Content-Type": "text/plain"], body: .text(reasonPhrase(status)))
    }

    /// A redirect to a URL, a path, or a query of the same path.
    package static func redirect(to location: String, status: Int = 302) -> Self {
        Self(status: status, headers: ["Location": location])
    }

    /// A redirect to the same path, again and again.
    package static let redirectLoop = redirect(to: "?again")

    /// `hops` redirects one after the other from any path, then `end`.
    package static func redirectChain(
        of hops: Int, at request: FaultyServer.Request, status: Int = 302, end: Self = .ok
    ) -> Self {
        let hop = request.parameter("hop").flatMap(Int.init) ?? 0
        return hop < hops ? redirect(to: "\(request.path)?hop=\(hop + 1)", status: status) : end
    }

    /// These bytes in place of HTTP; then the connection is closed.
    package static func raw(_ bytes: [UInt8]) -> Self {
        var response = Self()
        response.raw = bytes
        return response
    }

    /// This text in place of HTTP; then the connection is closed. Write line ends as `\r\n`.
    package static func raw(_ text: String) -> Self {
        raw(Array(text.utf8))
    }

    /// Bytes that no HTTP client takes for a response; then the connection is closed.
    package static let garbage = raw([0x16, 0x00, 0xFF, 0x7F, 0x0D, 0x00, 0x0A, 0xFE] + Array("220 not HTTP\r\n".utf8))

    /// The usual phrase of a status.
    static func reasonPhrase(_ status: Int) -> String {
        reasonPhrases[status] ?? "Status \(status)"
    }

    private static let reasonPhrases = [
        200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 206: "Partial Content",
        301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified", 307: "Temporary Redirect",
        308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
        405: "Method Not Allowed", 408: "Request Timeout", 409: "Conflict", 410: "Gone", 418: "I'm a teapot",
        422: "Unprocessable Content", 429: "Too Many Requests", 500: "Internal Server Error",
        501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
    ]
}
