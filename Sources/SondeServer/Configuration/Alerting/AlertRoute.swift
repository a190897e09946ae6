import SondeCore
import Yams

/// Who is told of the endpoints that have no alerts of their own.
struct AlertRoute {
    var matcher: EndpointMatcher
    /// Names of channels.
    var channels: [ConfigurationText]
    /// All but the channel and the digest.
    var rule: AlertRule
    /// Nil for what the channel is made for.
    var sendsDigest: Bool?
    var escalation: [EscalationDraft]
    var position: Position
    /// For messages: `alerting.routes`.
    var path: String
    /// Whether there is an endpoint that it fits.
    var hasFitted = false

    /// Nil, reported, when the node is no route.
    init?(_ node: Node, path: String, in context: ConfigurationContext) {
        guard let reader = MappingReader<RouteKey>(node, path: path, in: context) else { return nil }
        if !reader.has(.to) { reader.report("'to' is missing; add the names of channels.", at: node.position) }
        var rule = AlertRule(channel: "")
        if let severity = reader.severity(.severity) { rule.severity = severity }
        if let sendsResolved = reader.flag(.sendOnResolved) { rule.sendsResolved = sendsResolved }
        rule.hours = reader.hours(.hours, timeZone: .timezone)
        rule.reminderInterval = reader.reminder(.reminder).flatMap { $0 == .zero ? nil : $0 }
        rule.description = reader.text(.description)?.value
        let escalation = reader.escalation(.escalate) ?? []
        let matcher = reader.matcher(.endpoints, .groups)
        guard let channels = reader.channelNames(.to) else { return nil }
        self.matcher = matcher
        self.channels = channels
        self.rule = rule
        sendsDigest = reader.flag(.digest)
        self.escalation = escalation
        self.path = path
        position = node.position
    }

    /// One channel for all endpoints: what `ALERT_EMAIL_TO` alone means.
    init(to channel: String) {
        matcher = EndpointMatcher()
        let text = ConfigurationText(value: channel, raw: channel, position: Position(line: 1, column: 1))
        channels = [text]
        rule = AlertRule(channel: channel)
        escalation = []
        position = text.position
        path = "alerting.routes"
        hasFitted = true
    }
}

extension MappingReader {
    /// Which endpoints are meant, by patterns of names and of groups; a pattern that cannot be read is reported.
    func matcher(_ names: Key, _ groups: Key) -> EndpointMatcher {
        let (names, groups) = (patterns(names), patterns(groups))
        context.matchers.append(ConfiguredMatcher(path: path, position: position, names: names, groups: groups))
        return EndpointMatcher(names: names.map(\.value), groups: groups.map(\.value))
    }

    private func patterns(_ key: Key) -> [ConfigurationText] {
        (texts(key) ?? []).compactMap { text in
            if EndpointMatcher.isPattern(text.value) { return text }
            report(
                key, "\(text.shown) is no pattern; '*' is any text, '?' any character, and '\\[' the character [.",
                at: text.position)
            return nil
        }
    }
}
