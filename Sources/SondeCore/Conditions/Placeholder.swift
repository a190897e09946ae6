/// What a condition reads from a response.
enum Placeholder: Sendable, Hashable {
    case status
    case responseTime
    case connected
    case remoteAddress
    case certificateExpiration
    case body(JSONPath)
    /// The name in lower case.
    case header(String)
    case dns
    case connect
    case tls
    case ttfb
    case transfer

    /// The names as they are written between brackets.
    enum Name: String, CaseIterable {
        case status = "STATUS"
        case responseTime = "RESPONSE_TIME"
        case connected = "CONNECTED"
        case ip = "IP"
        case certificateExpiration = "CERTIFICATE_EXPIRATION"
        case body = "BODY"
        case headers = "HEADERS"
        case dns = "DNS"
        case connect = "CONNECT"
        case tls = "TLS"
        case ttfb = "TTFB"
        case transfer = "TRANSFER"

        static let all = allCases.map(\.rawValue)

        /// The placeholder of that name; nil where more than the name is needed.
        var placeholder: Placeholder? {
            switch self {
            case .status: .status
            case .responseTime: .responseTime
            case .connected: .connected
            case .ip: .remoteAddress
            case .certificateExpiration: .certificateExpiration
            case .dns: .dns
            case .connect: .connect
            case .tls: .tls
            case .ttfb: .ttfb
            case .transfer: .transfer
            case .body, .headers: nil
            }
        }
    }

    /// What the value can be; known before any response came, so that nonsense is found when the condition is read.
    var kind: ValueKind {
        switch self {
        case .status, .responseTime, .certificateExpiration, .dns, .connect, .tls, .ttfb, .transfer: .number
        case .connected: .flag
        case .remoteAddress: .address
        case .body, .header: .any
        }
    }
}

/// What a side of a comparison can be.
enum ValueKind {
    /// A number or nothing.
    case number
    /// `true` or `false`.
    case flag
    /// An IP address.
    case address
    /// Whatever the target sends.
    case any
}
