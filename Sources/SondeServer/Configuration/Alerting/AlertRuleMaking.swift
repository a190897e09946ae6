import SondeAlerting
import SondeCore
import Yams

/// Makes the rules of each endpoint: who is told of its incidents, and when one opens.
struct AlertRuleMaking {
    let context: ConfigurationContext
    let directory: ChannelDirectory
    var routes: [AlertRoute]
    /// How many endpoints have neither alerts nor a route that fits, with the name of the first.
    private(set) var untold: (count: Int, first: String) = (0, "")

    init(context: ConfigurationContext, directory: ChannelDirectory, routes: [AlertRoute]) {
        self.context = context
        self.directory = directory
        // Looked at once, and not for each endpoint.
        self.routes = routes.map { route in
            var route = route
            route.channels.removeAll { directory.channel(named: $0, path: route.path + ".to") == nil }
            return route
        }
    }

    /// Fills in the endpoint's alerts and its thresholds.
    mutating func complete(_ configured: inout ConfiguredEndpoint) {
        let usual = configured.endpoint.source.usualRules
        guard let alerts = configured.alerts else {
            configured.endpoint.alerts = routedRules(for: configured.endpoint)
            configured.endpoint.incidents = configured.incidents.rules(
                openingAt: nil, closingAfter: nil, usual: usual)
            if configured.endpoint.alerts.isEmpty, configured.endpoint.enabled {
                if untold.count == 0 { untold.first = configured.endpoint.name }
                untold.count += 1
            }
            return
        }
        let told = alerts.compactMap { self.told($0, of: configured) }
        let written = configured.incidents.failureThreshold
        // Gatus' three for a probe, unless the alert says otherwise.
        let opening = written ?? told.map { $0.alert.failureThreshold ?? usual.failureThreshold }.min()
        configured.endpoint.incidents = configured.incidents.rules(
            openingAt: opening, closingAfter: told.compactMap(\.alert.successThreshold).max(), usual: usual)
        // Alerts of which none has a channel are as none.
        if told.isEmpty, alerts.contains(where: { $0.isEnabled != false }) {
            configured.endpoint.alerts = routedRules(for: configured.endpoint)
            return
        }
        configured.endpoint.alerts = told.flatMap { told in
            // Where the file says when an incident opens, an alert without a threshold of its own goes with it.
            let otherwise = written ?? usual.failureThreshold
            return rules(
                of: told, from: told.alert.failureThreshold ?? otherwise, openingAt: opening ?? otherwise)
        }
    }

    /// An alert with what its channel's `default-alert` says, and the channel.
    private struct Told {
        var alert: AlertDraft
        var channel: String
        var takesDigests: Bool
        var group: String?
    }

    /// Nil when the alert is not enabled, or, reported, when nobody would be told.
    private func told(_ draft: AlertDraft, of configured: ConfiguredEndpoint) -> Told? {
        guard draft.isEnabled != false else { return nil }
        var channel: ConfiguredChannel?
        if let name = draft.channel {
            channel = directory.channel(named: name, path: "alerts.channel")
        } else if let type = draft.type {
            channel = directory.channel(ofType: type, path: "alerts.type")
        }
        guard let channel else { return nil }
        let alert = draft.over(channel.defaultAlert)
        guard alert.isEnabled != false else { return nil }
        let group = configured.endpoint.group
        var name = directory.name(of: channel, forGroup: group)
        if let override = draft.override {
            let purpose = configured.hasDefaultAlerts ? "defaults" : configured.endpoint.name
            let derived = directory.name(
                of: name, overriddenBy: override, for: purpose, path: "alerts.provider-override")
            guard let derived else { return nil }
            name = derived
        }
        return Told(alert: alert, channel: name, takesDigests: channel.type.takesDigests, group: group)
    }

    /// - Parameters:
    ///   - threshold: Failures in a row from which on it is told.
    ///   - opening: Those that open an incident.
    private func rules(of told: Told, from threshold: Int, openingAt opening: Int) -> [AlertRule] {
        let alert = told.alert
        var rule = AlertRule(
            channel: told.channel, severity: alert.severity ?? .medium, sendsResolved: alert.sendsResolved ?? true,
            reminderInterval: alert.reminder.flatMap { $0 == .zero ? nil : $0 }, hours: alert.hours,
            sendsDigest: alert.sendsDigest ?? told.takesDigests,
            description: alert.description.flatMap { $0.isEmpty ? nil : $0 })
        if threshold > opening { rule.failureThreshold = threshold }
        if threshold < opening {
            context.note(
                "alerts.failure-threshold: an incident opens after \(opening) failures, as incidents.failure-threshold "
                    + "says; a lower threshold has no effect.", at: alert.position)
        }
        return [rule] + steps(alert.escalation, after: rule, group: told.group, path: "alerts.escalate.to")
    }

    /// The rules of those who are told when nobody acknowledges.
    private func steps(
        _ escalation: [EscalationDraft]?, after rule: AlertRule, group: String?, path: String
    ) -> [AlertRule] {
        (escalation ?? []).flatMap { step in
            step.channels.compactMap { target -> AlertRule? in
                guard let channel = directory.channel(named: target, path: path) else { return nil }
                var next = rule
                next.channel = directory.name(of: channel, forGroup: group)
                next.delay = step.after
                next.sendsDigest = false
                return next
            }
        }
    }

    /// The rules of all routes that fit, each once.
    private mutating func routedRules(for endpoint: Endpoint) -> [AlertRule] {
        var rules: [AlertRule] = []
        for index in routes.indices {
            guard routes[index].matcher.matches(name: endpoint.name, group: endpoint.group) else { continue }
            routes[index].hasFitted = true
            for target in routes[index].channels {
                guard let channel = directory.channel(named: target, path: routes[index].path + ".to")
                else { continue }
                var rule = routes[index].rule
                rule.channel = directory.name(of: channel, forGroup: endpoint.group)
                rule.sendsDigest = routes[index].sendsDigest ?? channel.type.takesDigests
                let path = routes[index].path + ".escalate.to"
                for rule in [rule] + steps(routes[index].escalation, after: rule, group: endpoint.group, path: path)
                where !rules.contains(rule) {
                    rules.append(rule)
                }
            }
        }
        return rules
    }
}
