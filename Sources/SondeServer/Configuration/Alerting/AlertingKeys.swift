import SondeAlerting

/// The keys of `alerting`: one for each type of channel, as Gatus has it, and Sonde's own.
struct AlertingKey: ConfigurationKey {
    let rawValue: String

    private init(_ name: String) { rawValue = name }

    init?(rawValue: String) {
        guard Self.names.contains(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    static let channels = AlertingKey("channels")
    static let routes = AlertingKey("routes")
    static let checkInterval = AlertingKey("check-interval")
    static let cooldown = AlertingKey("cooldown")
    static let grouping = AlertingKey("grouping")
    static let pageURL = AlertingKey("page-url")
    static let heartbeat = AlertingKey("heartbeat")

    /// The type that variables can make.
    static let email = AlertingKey("email")

    /// The key of a type of channel.
    static func type(_ type: any ChannelType.Type) -> AlertingKey { AlertingKey(type.type) }

    static let allCases =
        [channels, routes, checkInterval, cooldown, grouping, pageURL, heartbeat]
        + channelTypes.map { AlertingKey($0.type) }
    private static let names = Set(allCases.map(\.rawValue))

    static let owner = "alerting"
    static let isSecretive = false
    /// What Gatus has and Sonde has not.
    static let refusals: [String: String] = {
        let types = channelTypes.map { $0.type }
        let gatus = [
            "awsses", "aws-ses", "clickup", "datadog", "gitea", "github", "gitlab", "googlechat", "gotify",
            "homeassistant", "ifttt", "ilert", "incident-io", "jetbrainsspace", "line", "matrix", "mattermost",
            "messagebird", "n8n", "newrelic", "opsgenie", "plivo", "pushover", "rocketchat", "sendgrid", "signal",
            "signl4", "splunk", "squadcast", "teams-workflows", "twilio", "vonage", "webex", "zapier", "zulip",
        ]
        let others = gatus.filter { !types.contains($0) }
        return Dictionary(
            uniqueKeysWithValues: others.map { type in
                (type, "Sonde has no channel of type '\(type)'; write 'custom' with what the other side takes.")
            })
    }()
}

/// A key of one channel. Which there are depends on the channel's type.
struct ChannelMappingKey: ConfigurationKey {
    let rawValue: String

    static let name = ChannelMappingKey(rawValue: "name")
    static let type = ChannelMappingKey(rawValue: "type")
    static let group = ChannelMappingKey(rawValue: "group")
    static let template = ChannelMappingKey(rawValue: "template")
    static let rateLimit = ChannelMappingKey(rawValue: "rate-limit")
    static let defaultAlert = ChannelMappingKey(rawValue: "default-alert")
    static let overrides = ChannelMappingKey(rawValue: "overrides")

    static let allCases = [name, type]
    static let owner = "a channel"
    static let isSecretive = true
}

enum TemplateKey: String, ConfigurationKey {
    case title, text

    static let owner = "a template"
}

enum RouteKey: String, ConfigurationKey {
    case endpoints, groups, to, severity, hours, timezone, reminder, digest, description, escalate
    case sendOnResolved = "send-on-resolved"

    static let owner = "a route"
    static let refusals = [
        "minimum-reminder-interval": "'minimum-reminder-interval' is a key of alerts; write reminder: DURATION."
    ]
}

enum EscalationKey: String, ConfigurationKey {
    case after, to

    static let owner = "an escalation step"
}

enum GroupingKey: String, ConfigurationKey {
    case enabled, least, share, window

    static let owner = "alerting.grouping"
}

enum HeartbeatKey: String, ConfigurationKey {
    case url, interval
    case urlFile = "url-file"
    case urlFileUnderscore = "url_file"

    static let owner = "alerting.heartbeat"
    static let isSecretive = true
}

enum AlertKey: String, ConfigurationKey {
    case type, channel, enabled, severity, hours, timezone, digest, description, escalate
    case failureThreshold = "failure-threshold"
    case successThreshold = "success-threshold"
    case minimumReminderInterval = "minimum-reminder-interval"
    case sendOnResolved = "send-on-resolved"
    case providerOverride = "provider-override"

    static let owner = "an alert"
    static let refusals = ["reminder": "'reminder' is a route's key; write minimum-reminder-interval: DURATION."]

    /// Those that a `default-alert` has, too.
    static let ofDefault = allCases.filter { ![.type, .channel, .providerOverride].contains($0) }
}
