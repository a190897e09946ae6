package import SondeCore

/// Opsgenie, through its Alert API. An incident of Sonde's is an alert there, known by its alias.
package struct OpsgenieChannel: ChannelType {
    package static let type = "opsgenie"
    package static let combines = false
    package static let takesDigests = false
    package static let messagesPerMinute = 60
    package static let keys = [
        ChannelKey("api-key", .secret, isRequired: true, "The key of an API integration."),
        ChannelKey(
            "priority", .choice(["P1", "P2", "P3", "P4", "P5"]),
            "Of every alert; unless given P1 for critical, P2 for high and P3 for medium incidents."),
        ChannelKey("source", .text, "Who raises the alert, 'Sonde' unless given."),
        ChannelKey("entity-prefix", .text, "Stands before the endpoint's name in the alert's entity."),
        ChannelKey("alias-prefix", .text, "Stands before the incident's id in the alert's alias."),
        ChannelKey("tags", .texts, "Tags of every alert, at most 20."),
        ChannelKey(
            "api-url", .url,
            "Of the API, https://api.opsgenie.com unless given; https://api.eu.opsgenie.com in Europe."),
        .client,
    ]

    private let key: Secret
    private let api: Secret
    private let priority: String?
    private let source: String
    private let entityPrefix: String
    private let aliasPrefix: String
    private let tags: [String]
    private let line: ChannelLine

    package init(_ options: ChannelOptions) throws(ChannelFault) {
        guard let key = options.secret("api-key") else { throw ChannelFault("api-key", "is missing.") }
        self.key = key
        api = Secret(options.text("api-url") ?? "https://api.opsgenie.com").appending(path: "/v2/alerts")
        priority = options.text("priority")
        source = options.text("source") ?? "Sonde"
        entityPrefix = options.text("entity-prefix") ?? ""
        aliasPrefix = options.text("alias-prefix") ?? ""
        tags = options.texts("tags")
        line = ChannelLine(Self.type, options)
        guard tags.count <= 20, tags.allSatisfy({ $0.utf16.count <= 50 }) else {
            throw ChannelFault("tags", "must be at most 20, of at most 50 characters each.")
        }
    }

    package func send(_ message: AlertMessage, through http: any HTTPClient) async throws(DeliveryFault) -> String? {
        let alias = (aliasPrefix + message.thread).limited(to: 512)
        if message.isResolved {
            let note = AlertBrief(message).title
            try await call("POST", alias, "/close", ["source": .text(source), "note": .text(note)], through: http)
            return nil
        }
        let body = alert(message, alias: alias)
        _ = try await line.send(api, json: body, headers: [authorization], through: http)
        if message.event == .raised, let priority = body["priority"] {
            // An alert that is open already keeps its priority when it is raised again.
            try await call("PUT", alias, "/priority", ["priority": priority], through: http)
        }
        return nil
    }

    private func call(
        _ method: String, _ alias: String, _ action: String, _ body: JSONValue, through http: any HTTPClient
    ) async throws(DeliveryFault) {
        let url = api.appending(path: "/\(alias.percentEncoded)\(action)?identifierType=alias")
        _ = try await line.send(url, method: method, json: body, headers: [authorization], through: http)
    }

    /// The reason to reveal: the key goes into a header.
    private var authorization: Endpoint.Header {
        Endpoint.Header(name: "Authorization", value: Secret("GenieKey \(key.reveal())"))
    }

    /// Opsgenie's limits: 130 characters in the message, 15 000 in the description, 25 000 in the note, 8000 in all details.
    private func alert(_ message: AlertMessage, alias: String) -> JSONValue {
        let brief = AlertBrief(message)
        let first = message.incidents[0]
        let sheets = NameSheets(brief.names, limits: [12_000, 24_900])
        let more = sheets.texts.dropFirst().first.map { $0 + (sheets.remark.map { " \($0)" } ?? "") }
        let reason = brief.paragraphs.joined(separator: "\n\n").limited(to: 2900)
        var details = Dictionary(brief.facts.map { ($0.name, JSONValue.text($0.value.limited(to: 500))) }) { $1 }
        if let link = brief.link { details["Link"] = .text(link.limited(to: 1000)) }
        details["Incident"] = .text(first.incident.id)
        return .object(dropping: [
            "message": .text(brief.title.limited(to: 130)),
            "alias": .text(alias),
            "description": .text(([reason] + sheets.texts.prefix(1)).joined(separator: "\n\n")),
            "note": more.map(JSONValue.text),
            "entity": .text((entityPrefix + first.incident.endpoint).limited(to: 512)),
            "source": .text(source.limited(to: 100)),
            "priority": .text(priority(of: message)),
            "tags": tags.isEmpty ? nil : .list(tags.map(JSONValue.text)),
            "details": .object(details),
        ])
    }

    /// What is no incident is of the lowest.
    private func priority(of message: AlertMessage) -> String {
        switch (message.event, message.severity) {
        case (.digest, _), (.test, _): "P5"
        case (_, .critical): priority ?? "P1"
        case (_, .high): priority ?? "P2"
        case (_, .medium): priority ?? "P3"
        }
    }
}
