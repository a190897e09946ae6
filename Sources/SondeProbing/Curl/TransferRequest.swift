import SondeCore

/// One HTTP request as libcurl is to send it: one hop of a probe, or the fetching of a token.
struct TransferRequest: Sendable {
    var url: String
    var method: String
    var headers: [Endpoint.Header]
    var body: [UInt8]?
    var timeout: Duration
    var options: ClientOptions
    /// Bytes of the body that are kept; the rest is counted only.
    var keptBodyBytes: Int
    var keepsHeaders = false
    /// Sent as `Authorization`, in place of the endpoint's own authentication.
    var credentials: Credentials?

    /// Whether the URL's scheme is https.
    var isTLS: Bool { url.utf8.count > 6 && url.prefix(6).lowercased() == "https:" }

    enum Credentials: Sendable {
        case basic(username: String, password: Secret)
        case bearer(Secret)
    }
}
