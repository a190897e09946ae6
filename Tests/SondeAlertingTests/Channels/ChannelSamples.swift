import SondeCore

@testable import SondeAlerting

/// A channel of each type that sends to a receiver, and messages of every kind.
enum ChannelSamples {
    /// As long as PagerDuty wants its keys.
    static let secret = "hook-4711-T0psecret-0123456789ab"

    /// A busy machine is no fault of the channel.
    static let patience = ClientOptions(timeout: .seconds(120))

    /// Every channel that speaks HTTP, by a name for the test.
    static let names = [
        "alertmanager", "custom", "discord", "ntfy", "opsgenie", "pagerduty", "slack", "slack-bot", "teams",
        "teams-workflows", "telegram", "webhook",
    ]

    static func channel(
        _ name: String, at url: String, _ more: [String: ChannelOptions.Value] = [:]
    ) throws -> any AlertChannel {
        let type = name == "slack-bot" ? "slack" : name
        let client: [String: ChannelOptions.Value] = ["client": .client(patience)]
        let options = ChannelOptions(options(name, url).merging(client) { $1 }.merging(more) { $1 })
        return try ChannelConfiguration(name: "test", type: type, options: options).makeChannel()
    }

    private static func options(_ name: String, _ url: String) -> [String: ChannelOptions.Value] {
        switch name {
        case "alertmanager": ["urls": .texts(["\(url)/alertmanager"])]
        case "custom":
            [
                "url": .secret(Secret("\(url)/custom/\(secret)?name=[ENDPOINT_NAME]")), "method": .text("POST"),
                "headers": .headers([.init(name: "Content-Type", value: Secret("application/json"))]),
                "body": .secret(
                    Secret(
                        #"{"text": "[ALERT_TRIGGERED_OR_RESOLVED]: [ENDPOINT_NAME] - [RESULT_ERRORS] [ALERT_TITLE]"}"#)
                ),
            ]
        case "discord", "teams", "teams-workflows":
            ["webhook-url": .secret(Secret("\(url)/\(name.prefix(while: { $0 != "-" }))/\(secret)"))]
        case "ntfy": ["url": .text("\(url)/ntfy"), "topic": .secret(Secret(secret))]
        case "opsgenie": ["api-key": .secret(Secret(secret)), "api-url": .text("\(url)/opsgenie")]
        case "pagerduty":
            ["integration-key": .secret(Secret(secret)), "api-url": .text("\(url)/pagerduty")]
        case "slack": ["webhook-url": .secret(Secret("\(url)/slack-webhook/\(secret)"))]
        case "slack-bot":
            [
                "token": .secret(Secret(secret)), "channel": .text("C0123456789"), "api-url": .text("\(url)/slack-api"),
            ]
        case "telegram":
            ["token": .secret(Secret(secret)), "id": .text("-1001234567890"), "api-url": .text("\(url)/telegram")]
        default: ["url": .secret(Secret("\(url)/webhook/\(secret)")), "secret": .secret(Secret("key-of-signatures"))]
        }
    }

    /// As the dispatcher makes them: with Sonde's own texts.
    static func message(
        _ event: AlertEvent = .opened, _ incidents: [AlertedIncident]? = nil, receipt: String? = nil,
        description: String? = nil, template: MessageTemplate? = nil
    ) -> AlertMessage {
        var message = MessageRenderer.rendered(
            AlertSamples.message(event, incidents, description: description), with: template)
        message.receipt = receipt
        return message
    }

    /// One of every kind.
    static var all: [AlertMessage] {
        let events = AlertEvent.allCases.filter { ![.digest, .test].contains($0) }
        return events.map { message($0) } + [
            message(.opened, AlertSamples.several, description: "https://wiki.example.com/orders?a=1&b=2"),
            message(.digest, AlertSamples.several),
            MessageRenderer.rendered(AlertSamples.test, with: nil),
            group, message(.resolved, [AlertSamples.group(of: 1000, lasted: .seconds(600))]), hostile,
            message(template: MessageTemplate(title: "{{title}}", text: "in my *own* <words>: @everyone\n\nnow")),
        ]
    }

    /// A thousand endpoints that fail together.
    static var group: AlertMessage { message(.opened, [AlertSamples.group(of: 1000)]) }

    /// Names and reasons that are written to break something.
    static var hostile: AlertMessage {
        let name = "a\"b'c\\ <b>&amp; *x* _y_ `z` @everyone <!channel> <@123> 🚨\u{202E} [l](http://evil.example)"
        let reason = String(repeating: "long \"reason\" <i>&\n\r\t\u{0} ~~@here~~ || 👩‍👩‍👧‍👦 ", count: 400)
        let incident = AlertSamples.incident(name, reason: reason)
        return message(.opened, [AlertSamples.alerted(incident, group: "g\"<&>\n@everyone")], description: reason)
    }
}
