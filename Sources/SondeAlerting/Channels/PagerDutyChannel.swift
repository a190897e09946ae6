package import SondeCore

/// PagerDuty, through the Events API v2. An incident of Sonde's is an alert there, known by its thread.
package struct PagerDutyChannel: ChannelType {
    package static let type = "pagerduty"
    package static let combines = false
    package static let takesDigests = false
    package static let messagesPerMinute = 100
    package static let keys = [
        ChannelKey("integration-key", .secret, isRequired: true, "The key of an Events API v2 integration."),
        ChannelKey(
            "api-url", .url,
            "Of the Events API, https://events.pagerduty.com unless given; https://events.eu.pagerduty.com in Europe."),
        .client,
    ]

    private let key: Secret
    private let url: Secret
    private let line: ChannelLine

    package init(_ options: ChannelOptions) throws(ChannelFault) {
        guard let key = options.secret("integration-key") else { throw ChannelFault("integration-key", "is missing.") }
        // The reason to reveal: PagerDuty's keys have one length.
        guard key.reveal().count == 32 else {
            throw ChannelFault("integration-key", "must have 32 characters; copy it from the service's integrations.")
        }
        self.key = key
        url = Secret(options.text("api-url") ?? "https://events.pagerduty.com").appending(path: "/v2/enqueue")
        line = ChannelLine(Self.type, options)
    }

    package func send(_ message: AlertMessage, through http: any HTTPClient) async throws(DeliveryFault) -> String? {
        var event: [String: JSONValue] = [
            // The reason to reveal: it is how the event finds its service.
            "routing_key": .text(key.reveal()),
            "dedup_key": .text(message.thread.limited(to: 255)),
            "event_action": message.isResolved ? "resolve" : "trigger",
        ]
        if !message.isResolved {
            let brief = AlertBrief(message)
            event["payload"] = payload(message, brief)
            event["client"] = "Sonde"
            if let link = brief.link {
                event["client_url"] = .text(link)
                event["links"] = [["href": .text(link), "text": "Open in Sonde"]]
            }
        }
        _ = try await line.send(url, json: .object(event), through: http)
        return nil
    }

    private func payload(_ message: AlertMessage, _ brief: AlertBrief) -> JSONValue {
        let first = message.incidents[0]
        return .object(dropping: [
            "summary": .text(brief.title.limited(to: 1024)),
            "source": .text(first.incident.endpoint.limited(to: 1000)),
            "severity": .text(severity(of: message)),
            "timestamp": .text(first.incident.openedAt.rfc3339),
            "component": first.incident.scope == .endpoint ? .text(first.incident.endpoint.limited(to: 1000)) : nil,
            "group": first.group.map { .text($0.limited(to: 1000)) },
            "class": .text(first.incident.kind.rawValue),
            "custom_details": details(brief),
        ])
    }

    /// PagerDuty takes 512 KB in all.
    private func details(_ brief: AlertBrief) -> JSONValue {
        var details: [String: JSONValue] = [
            "reason": .text(brief.paragraphs.joined(separator: "\n\n").limited(to: 20_000))
        ]
        for fact in brief.facts { details[fact.name.lowercased()] = .text(fact.value.limited(to: 2000)) }
        let sheet = NameSheets(brief.names, limits: [200_000]) { $0.utf8.count }
        if let names = sheet.texts.first {
            details["endpoints"] = .text(names + (sheet.remark.map { " \($0)" } ?? ""))
        }
        return .object(details)
    }

    /// What is no incident pages nobody by its severity.
    private func severity(of message: AlertMessage) -> String {
        switch (message.event, message.severity) {
        case (.digest, _), (.test, _): "info"
        case (_, .critical): "critical"
        case (_, .high): "error"
        case (_, .medium): "warning"
        }
    }
}
