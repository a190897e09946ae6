/// Where the time of one request went. A phase that did not happen is nil; those that did sum to the request's total.
package struct PhaseTimings: Sendable, Hashable {
    /// Resolving the name; nil on a reused connection.
    package var dns: Duration?
    /// TCP (or to the proxy); nil on a reused connection.
    package var connect: Duration?
    /// The TLS handshake, and the CONNECT exchange where a proxy is tunnelled through.
    package var tls: Duration?
    /// From the connection being ready to the first byte of the response.
    package var ttfb: Duration?
    /// From the first byte to the last.
    package var transfer: Duration?

    package init(
        dns: Duration? = nil, connect: Duration? = nil, tls: Duration? = nil, ttfb: Duration? = nil,
        transfer: Duration? = nil
    ) {
        self.dns = dns
        self.connect = connect
        self.tls = tls
        self.ttfb = ttfb
        self.transfer = transfer
    }

    /// The phases in the order in which they happen.
    package enum Phase: String, Sendable, Hashable, Codable, CaseIterable {
        case dns, connect, tls, ttfb, transfer

        /// From 0.
        package var index: Int {
            switch self {
            case .dns: 0
            case .connect: 1
            case .tls: 2
            case .ttfb: 3
            case .transfer: 4
            }
        }

        /// As a person calls it.
        package var name: String {
            switch self {
            case .dns: "DNS"
            case .connect: "connect"
            case .tls: "TLS"
            case .ttfb: "time to first byte"
            case .transfer: "transfer"
            }
        }
    }

    package subscript(phase: Phase) -> Duration? {
        switch phase {
        case .dns: dns
        case .connect: connect
        case .tls: tls
        case .ttfb: ttfb
        case .transfer: transfer
        }
    }

    /// The sum of the phases that happened.
    package var total: Duration {
        [dns, connect, tls, ttfb, transfer].reduce(.zero) { $0 + ($1 ?? .zero) }
    }
}
