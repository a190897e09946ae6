import Foundation
import SondeCore

/// What the options of an e-mail channel say, with all that they leave out, checked.
struct EmailSettings: Sendable {
    let server: SMTPServer
    let head: EmailMessage.Head

    /// - Throws: What of it cannot be, at the key that says it.
    init(_ options: ChannelOptions) throws(ChannelFault) {
        let from = try Self.sender(options)
        head = EmailMessage.Head(
            from: from, to: try Self.recipients(options), cc: try Self.addresses("cc", options),
            replyTo: try Self.addresses("reply-to", options),
            subjectPrefix: try Self.line("subject-prefix", options) ?? "")
        let host = try Self.word("host", options) ?? "smtp.gmail.com"
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        let (security, port) = try Self.security(options)
        let client = options.client()
        server = SMTPServer(
            host: isBracketed ? String(host.dropFirst().dropLast()) : host, port: port, security: security,
            login: try Self.login(options, from),
            helo: try Self.word("helo", options) ?? from.domain,
            caFile: options.text("ca-file") ?? client?.tls.caFile,
            isInsecure: options.flag("insecure") ?? client?.insecure ?? false,
            timeout: options.duration("timeout") ?? .seconds(30))
    }

    private static func sender(_ options: ChannelOptions) throws(ChannelFault) -> MailAddress {
        guard let text = options.text("from"), !text.trimmed.isEmpty else {
            throw ChannelFault("from", "The address of the sender is missing. Write from: alerts@example.com.")
        }
        var from = try MailAddress(text, key: "from")
        if from.name.isEmpty { from.name = "Sonde" }
        return from
    }

    private static func recipients(_ options: ChannelOptions) throws(ChannelFault) -> [MailAddress] {
        let recipients = try addresses("to", options)
        guard !recipients.isEmpty else {
            throw ChannelFault("to", "There is nobody to write to. Write to: ops@example.com, or a list of addresses.")
        }
        return recipients
    }

    private static func addresses(_ key: String, _ options: ChannelOptions) throws(ChannelFault) -> [MailAddress] {
        var addresses: [MailAddress] = []
        for text in options.texts(key) where !text.trimmed.isEmpty {
            let address = try MailAddress(text, key: key)
            if !addresses.contains(where: { $0.address == address.address }) { addresses.append(address) }
        }
        return addresses
    }

    private static func line(_ key: String, _ options: ChannelOptions) throws(ChannelFault) -> String? {
        guard let text = options.text(key)?.trimmed, !text.isEmpty else { return nil }
        guard !text.unicodeScalars.contains(where: \.isControl) else {
            throw ChannelFault(key, "The text holds a line break or another control character. Write one line.")
        }
        return text
    }

    /// The name of a host: it becomes part of a URL.
    private static func word(_ key: String, _ options: ChannelOptions) throws(ChannelFault) -> String? {
        guard let text = try line(key, options) else { return nil }
        let isName = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-._:[]".utf8.contains(byte)
            }
        }
        // One colon separates a port; an IPv6 address has several.
        guard isName, text.count(where: { $0 == ":" }) != 1 else {
            throw ChannelFault(
                key,
                "'\(text)' is no name of a host. Write it without a scheme and without a port, as smtp.example.com.")
        }
        return text
    }

    private static func security(_ options: ChannelOptions) throws(ChannelFault) -> (SMTPServer.Security, Int) {
        let port = options.integer("port")
        guard let text = options.text("security") else { return (port == 465 ? .tls : .starttls, port ?? 587) }
        guard let security = SMTPServer.Security(rawValue: text) else {
            throw ChannelFault("security", "'\(text)' is none of starttls, tls and none.")
        }
        switch (security, port) {
        case (.starttls, 465):
            throw ChannelFault(
                "security", "Port 465 speaks TLS from the first byte. Write security: tls, or port: 587 for STARTTLS.")
        case (.tls, 25), (.tls, 587):
            throw ChannelFault(
                "security", "Port \(port ?? 0) begins in the clear. Write security: starttls, or port: 465 for TLS.")
        default: return (security, port ?? (security == .tls ? 465 : security == .none ? 25 : 587))
        }
    }

    private static func login(_ options: ChannelOptions, _ from: MailAddress) throws(ChannelFault) -> SMTPServer.Login?
    {
        let auth = options.text("auth")
        let (password, token) = (options.secret("password"), options.secret("access-token"))
        let username = try line("username", options)
        if options.text("username") != nil, username == nil, password != nil || token != nil {
            throw ChannelFault("username", "It is empty, but there is a password. Write a user, or leave the key out.")
        }
        if password != nil, token != nil {
            throw ChannelFault("access-token", "There is a password too. Leave one of both out.")
        }
        switch auth {
        case nil where password == nil && token == nil && username == nil: return nil
        case nil: break
        case "none":
            guard password == nil, token == nil else {
                throw ChannelFault(
                    "auth", "With 'none' nobody logs in, but there is a password. Leave one of both out.")
            }
            return nil
        case "xoauth2":
            guard token != nil else { throw ChannelFault("auth", "XOAUTH2 needs access-token.") }
        case "plain", "login":
            guard password != nil else { throw ChannelFault("auth", "A login by '\(auth ?? "")' needs password.") }
        case let other?: throw ChannelFault("auth", "'\(other)' is none of plain, login, xoauth2 and none.")
        }
        return try login(username ?? from.address, password, token, auth)
    }

    private static func login(
        _ username: String, _ password: Secret?, _ token: Secret?, _ auth: String?
    ) throws(ChannelFault) -> SMTPServer.Login {
        if let token {
            return SMTPServer.Login(username: username, proof: .accessToken(token), options: "AUTH=XOAUTH2")
        }
        guard let password else {
            throw ChannelFault("username", "There is no password for it. Write password, or auth: none.")
        }
        // Not what else libcurl knows: it would try Kerberos for every user with an @ in the name.
        let options = auth.map { "AUTH=\($0.uppercased())" } ?? "AUTH=PLAIN;AUTH=LOGIN"
        return SMTPServer.Login(username: username, proof: .password(password), options: options)
    }
}
