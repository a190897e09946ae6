import Crypto
package import SondeCore

/// Any program that takes JSON over HTTP: the document of docs/alert.schema.json, signed where a secret is given.
package struct WebhookChannel: ChannelType {
    package static let type = "webhook"
    package static let messagesPerMinute = 600
    package static let keys = [
        ChannelKey("url", .secretURL, isRequired: true, "Where messages are sent to."),
        ChannelKey("method", .choice(["POST", "PUT", "PATCH"]), "POST unless given."),
        ChannelKey("headers", .headers, "Sent with each message."),
        ChannelKey("secret", .secret, "Signs each message: the header Sonde-Signature is an HMAC-SHA256 with it."),
        ChannelKey(
            "content-type", .text, "Of a body that a template makes, 'text/plain; charset=utf-8' unless given."),
        .client,
    ]

    private let url: Secret
    private let method: String
    private let headers: [Endpoint.Header]
    private let secret: Secret?
    private let contentType: String
    private let line: ChannelLine
    /// For the time in the signature.
    var clock: any WallClock = SystemClock()

    package init(_ options: ChannelOptions) throws(ChannelFault) {
        guard let url = options.secret("url") else { throw ChannelFault("url", "is missing.") }
        self.url = url
        method = options.text("method") ?? "POST"
        headers = options.headers("headers")
        secret = options.secret("secret")
        contentType = options.text("content-type") ?? "text/plain; charset=utf-8"
        line = ChannelLine(Self.type, options)
        guard contentType.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw ChannelFault("content-type", "must be one line of plain letters, as application/json.")
        }
    }

    package func send(_ message: AlertMessage, through http: any HTTPClient) async throws(DeliveryFault) -> String? {
        let body = message.isTemplated ? Array(message.text.utf8) : AlertDocument.value(of: message).bytes
        var sent = [
            message.isTemplated ? Endpoint.Header(name: "Content-Type", value: Secret(contentType)) : .json,
            Endpoint.Header(name: "Idempotency-Key", value: Secret(message.key)),
        ]
        if let secret { sent.append(signature(of: body, with: secret)) }
        // What the configuration says replaces Sonde's own.
        let names = Set(headers.map { $0.name.lowercased() })
        sent.removeAll { names.contains($0.name.lowercased()) }
        _ = try await line.send(url, method: method, headers: sent + headers, body: body, through: http)
        return nil
    }

    /// `t=1795514400,v1=HEX`: the time of sending in seconds, and the HMAC-SHA256 of that time, a dot and the body.
    private func signature(of body: [UInt8], with secret: Secret) -> Endpoint.Header {
        let time = String(Int(clock.now.seconds))
        // The reason to reveal: it is the key of the signature.
        let key = SymmetricKey(data: Array(secret.reveal().utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Array("\(time).".utf8) + body, using: key)
        let digits = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return Endpoint.Header(name: "Sonde-Signature", value: Secret("t=\(time),v1=\(digits)"))
    }
}
