import Foundation

/// What a proxy does with the first request of a connection. Pure; `ProxyConnection` carries it out.
enum ProxyOrder: Equatable {
    /// CONNECT: open a connection and pass bytes both ways.
    case tunnel(host: String, port: Int)
    /// An absolute URL: open a connection, send this head, and pass bytes both ways.
    case forward(host: String, port: Int, head: String)
    /// The credentials are missing or wrong.
    case refuse
    /// Neither CONNECT nor an `http://` URL.
    case malformed

    init(_ head: RequestHead, credentials: ForwardingProxy.Credentials?) {
        if let credentials, head.headers["Proxy-Authorization"] != credentials.basic {
            self = .refuse
        } else if head.method == "CONNECT" {
            self = Self.split(head.target, defaultPort: nil).map { .tunnel(host: $0.host, port: $0.port) } ?? .malformed
        } else {
            self = Self.forwarding(head)
        }
    }

    private static func forwarding(_ head: RequestHead) -> ProxyOrder {
        let scheme = "http://"
        guard head.target.hasPrefix(scheme) else { return .malformed }
        let rest = head.target.dropFirst(scheme.count)
        let pathStart = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        guard let (host, port) = split(String(rest[..<pathStart]), defaultPort: 80) else { return .malformed }
        let path = rest[pathStart...]
        let origin = path.hasPrefix("/") ? String(path) : "/\(path)"
        var text = "\(head.method) \(origin) HTTP/1.1\r\n"
        for field in head.headers.fields where !isHopByHop(field.name) {
            text += "\(field.name): \(field.value)\r\n"
        }
        return .forward(host: host, port: port, head: text + "Connection: close\r\n\r\n")
    }

    private static func isHopByHop(_ name: String) -> Bool {
        ["connection", "keep-alive", "proxy-authorization", "proxy-connection"].contains(name.lowercased())
    }

    private static func split(_ authority: String, defaultPort: Int?) -> (host: String, port: Int)? {
        guard let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") else {
            return defaultPort.map { (bare(authority[...]), $0) }
        }
        guard let port = Int(authority[authority.index(after: colon)...]) else { return nil }
        return (bare(authority[..<colon]), port)
    }

    /// An IPv6 address without its brackets.
    private static func bare(_ host: Substring) -> String {
        host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : String(host)
    }
}

extension ForwardingProxy.Credentials {
    /// The value of a `Proxy-Authorization` header.
    fileprivate var basic: String {
        "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
    }
}
