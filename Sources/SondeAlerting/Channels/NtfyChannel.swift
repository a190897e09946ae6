package import SondeCore

/// ntfy, to telephones: a message, with a file where there are more names than a message holds.
package struct NtfyChannel: ChannelType {
    package static let type = "ntfy"
    package static let messagesPerMinute = 12
    package static let keys = [
        ChannelKey("topic", .secret, isRequired: true, "The topic; who knows its name reads along."),
        ChannelKey("url", .url, "The server, https://ntfy.sh unless given."),
        ChannelKey("priority", .integer(1...5), "Of every message; unless given by severity, 5 for critical to 3."),
        ChannelKey("token", .secret, "An access token for a topic that is not open to all."),
        ChannelKey("email", .text, "An address to which ntfy also sends each message."),
        ChannelKey("click", .url, "What a tap opens; the incident's page unless given."),
        ChannelKey("disable-firebase", .flag, "Whether to keep messages from Google's Firebase."),
        ChannelKey("disable-cache", .flag, "Whether to keep messages from the server's cache."),
        .client,
    ]

    private let topic: Secret
    private let server: Secret
    private let priority: Int?
    private let email: String?
    private let click: String?
    private let headers: [Endpoint.Header]
    private let line: ChannelLine

    package init(_ options: ChannelOptions) throws(ChannelFault) {
        // The reason to reveal: it is part of an address.
        guard let topic = options.secret("topic"),
            topic.reveal().wholeMatch(of: /[-_A-Za-z0-9]{1,64}/) != nil
        else { throw ChannelFault("topic", "must be 1 to 64 letters, digits, '-' and '_'.") }
        self.topic = topic
        server = Secret(options.text("url") ?? "https://ntfy.sh")
        priority = options.integer("priority")
        email = options.text("email")
        click = options.text("click")
        headers = try Self.headers(options)
        line = ChannelLine(Self.type, options)
    }

    private static func headers(_ options: ChannelOptions) throws(ChannelFault) -> [Endpoint.Header] {
        var headers: [Endpoint.Header] = []
        // The reason to reveal: the token goes into a header.
        if let token = options.secret("token")?.reveal(), !token.isEmpty {
            guard token.hasPrefix("tk_") else { throw ChannelFault("token", "must begin with 'tk_'.") }
            headers.append(Endpoint.Header(name: "Authorization", value: Secret("Bearer \(token)")))
        }
        if options.flag("disable-firebase") == true { headers.append(.init(name: "Firebase", value: Secret("no"))) }
        if options.flag("disable-cache") == true { headers.append(.init(name: "Cache", value: Secret("no"))) }
        return headers
    }

    package func send(_ message: AlertMessage, through http: any HTTPClient) async throws(DeliveryFault) -> String? {
        let brief = AlertBrief(message)
        // ntfy takes 4096 bytes.
        let (text, left) = brief.text(limit: 3200) { $0.utf8.count }
        let body = content(message, brief, text)
        if left > 0 {
            let answer = try await attach(brief, to: body, through: http)
            if !refusesFiles(answer) {
                if let fault = line.judgement.fault(of: answer) { throw fault }
                return nil
            }
        }
        _ = try await line.send(server, json: body, headers: headers, through: http)
        return nil
    }

    private func content(_ message: AlertMessage, _ brief: AlertBrief, _ text: String) -> JSONValue {
        let action = brief.link.map { ["action": "view", "label": "Open in Sonde", "url": .text($0)] as JSONValue }
        return .object(dropping: [
            "topic": .text(topic.reveal()),
            "title": .text(brief.title.limited(to: 250)),
            // An empty one would be shown as "triggered".
            "message": .text(text.isEmpty ? brief.title.limited(to: 250) : text),
            "tags": [.text(message.isOver ? "white_check_mark" : "rotating_light")],
            "priority": .integer(priority ?? Self.priority(of: message)),
            "email": email.map(JSONValue.text),
            "click": (click ?? brief.link).map(JSONValue.text),
            "actions": action.map { [$0] },
        ])
    }

    /// The names as a file; what the message says beside it travels in the query, which takes any text.
    private func attach(
        _ brief: AlertBrief, to body: JSONValue, through http: any HTTPClient
    ) async throws(DeliveryFault) -> HTTPAnswer {
        var query = "filename=endpoints.txt"
        for name in ["title", "message", "tags", "priority", "email", "click", "actions"] {
            guard let value = body[name] else { continue }
            let text = name == "tags" ? "rotating_light" : value.text ?? String(decoding: value.bytes, as: UTF8.self)
            query += "&\(name)=\(text.limited(to: 500).percentEncoded)"
        }
        let url = server.appending(path: "/\(topic.reveal())?\(query)")
        let names = brief.names.joined(separator: "\n") + "\n"
        return try await line.ask(url, method: "PUT", headers: headers, body: Array(names.utf8), through: http)
    }

    /// A server without a place for files, or with too small a one: the message then says how many names it lacks.
    private func refusesFiles(_ answer: HTTPAnswer) -> Bool {
        answer.status == 413 || answer.status == 400 && JSONValue(parsing: answer.body)?["code"]?.number == 40014
    }

    private static func priority(of message: AlertMessage) -> Int {
        switch (message.event, message.severity) {
        case _ where message.isOver: 3
        case (.test, _): 3
        case (.digest, _): 2
        case (_, .critical): 5
        case (_, .high): 4
        case (_, .medium): 3
        }
    }
}
