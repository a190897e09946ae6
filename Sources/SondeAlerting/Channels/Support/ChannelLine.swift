import SondeCore

/// How a channel talks to its server: sends requests with the channel's own client options and judges the answers.
struct ChannelLine: Sendable {
    let type: String
    let redaction: Redaction
    let client: ClientOptions

    init(_ type: String, _ options: ChannelOptions) {
        self.type = type
        redaction = Redaction(options.secrets)
        client = options.client() ?? ClientOptions(timeout: .seconds(10))
    }

    var judgement: AnswerJudgement { AnswerJudgement(type: type, redaction: redaction) }

    /// Sends one request; an answer is returned only when it says that the message was taken.
    func send(
        _ url: Secret, method: String = "POST", headers: [Endpoint.Header] = [], body: [UInt8]? = nil,
        through http: any HTTPClient
    ) async throws(DeliveryFault) -> HTTPAnswer {
        let answer = try await ask(url, method: method, headers: headers, body: body, through: http)
        if let fault = judgement.fault(of: answer) { throw fault }
        return answer
    }

    /// Sends JSON.
    func send(
        _ url: Secret, method: String = "POST", json: JSONValue, headers: [Endpoint.Header] = [],
        through http: any HTTPClient
    ) async throws(DeliveryFault) -> HTTPAnswer {
        try await send(url, method: method, headers: [.json] + headers, body: json.bytes, through: http)
    }

    /// The answer whatever it says, for a channel that judges it itself.
    func ask(
        _ url: Secret, method: String = "POST", headers: [Endpoint.Header] = [], body: [UInt8]? = nil,
        through http: any HTTPClient
    ) async throws(DeliveryFault) -> HTTPAnswer {
        do {
            return try await http.send(HTTPRequest(method, url, headers: headers, body: body, options: client))
        } catch {
            throw judgement.fault(of: error)
        }
    }
}

extension Endpoint.Header {
    static let json = Endpoint.Header(name: "Content-Type", value: Secret("application/json; charset=utf-8"))
}

extension Secret {
    /// The address with more at its end; a slash there is not doubled.
    func appending(path: String) -> Secret {
        // The reason to reveal: it becomes part of another secret.
        let text = reveal()
        return Secret((text.hasSuffix("/") ? String(text.dropLast()) : text) + path)
    }
}

extension ChannelKey {
    /// Of every channel that speaks HTTP.
    static let client = ChannelKey("client", .client, "How requests are sent: timeout, proxy, TLS, authentication.")
}
