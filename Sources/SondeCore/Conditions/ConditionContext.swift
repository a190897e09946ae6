/// The response that conditions are evaluated against. One is made per probe and stays where it was made.
///
/// The body is decoded, and parsed as JSON, at most once and only when a condition asks for it.
package final class ConditionContext {
    let status: Int?
    let responseTime: Duration?
    let connected: Bool
    let remoteAddress: String?
    let certificateExpiration: Duration?
    let body: [UInt8]
    let headers: [(name: String, value: String)]
    let phases: PhaseTimings

    /// - Parameters:
    ///   - status: Nil when no response came.
    ///   - connected: Whether a connection was made, or an existing one used.
    ///   - certificateExpiration: How long the server's certificate is still valid; negative when it has expired, nil
    ///     without TLS.
    ///   - headers: Of the final response, in the order received; a name may occur more than once.
    package init(
        status: Int? = nil, responseTime: Duration? = nil, connected: Bool = false, remoteAddress: String? = nil,
        certificateExpiration: Duration? = nil, body: [UInt8] = [], headers: [(name: String, value: String)] = [],
        phases: PhaseTimings = PhaseTimings()
    ) {
        self.status = status
        self.responseTime = responseTime
        self.connected = connected
        self.remoteAddress = remoteAddress
        self.certificateExpiration = certificateExpiration
        self.body = body
        self.headers = headers
        self.phases = phases
    }

    /// The body as text, without white space around it; bytes that are not UTF-8 become U+FFFD.
    private(set) lazy var bodyText: String = {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        guard let first = body.firstIndex(where: { !isSpace($0) }), let last = body.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(decoding: body[first...last], as: UTF8.self)
    }()

    private(set) lazy var json: Result<JSONDocument, JSONFailure> = Result { () throws(JSONFailure) in
        try JSONDocument(parsing: body)
    }

    /// The values of all headers of that name, joined as RFC 9110, section 5.2, joins them; nil without one.
    func header(_ lowercasedName: String) -> String? {
        var joined: String?
        for header in headers where isSameHeader(header.name, lowercasedName) {
            joined = joined.map { "\($0), \(header.value)" } ?? header.value
        }
        return joined
    }
}

private func isSameHeader(_ name: String, _ lowercasedName: String) -> Bool {
    name.utf8.count == lowercasedName.utf8.count
        && zip(name.utf8, lowercasedName.utf8).allSatisfy { first, second in
            first == second || (first | 0x20 == second && (0x41...0x5A).contains(first))
        }
}
