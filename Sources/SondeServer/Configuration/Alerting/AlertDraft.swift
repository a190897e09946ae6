import SondeCore
import Yams

/// What an endpoint's alert, or a channel's `default-alert`, says; nil where it says nothing.
struct AlertDraft {
    var position: Position
    var type: ConfigurationText?
    var channel: ConfigurationText?
    var isEnabled: Bool?
    var severity: Severity?
    var failureThreshold: Int?
    var successThreshold: Int?
    /// Zero for none at all.
    var reminder: Duration?
    var sendsResolved: Bool?
    var sendsDigest: Bool?
    var hours: WeeklyHours?
    var description: String?
    var escalation: [EscalationDraft]?
    /// Options of the channel that differ for this alert: they can be read once the channel's type is known.
    var override: Node?

    /// Nil, reported, when the node is no alert.
    init?(_ node: Node, path: String, in context: ConfigurationContext) {
        guard let reader = MappingReader<AlertKey>(node, path: path, in: context) else { return nil }
        self.init(reader)
        type = reader.nonEmptyText(.type)
        channel = reader.nonEmptyText(.channel)
        override = reader.node(.providerOverride)
        if !reader.has(.type), !reader.has(.channel) {
            reader.report("this alert has no type; add for example type: email, or channel: NAME.", at: node.position)
        }
        if reader.has(.type), reader.has(.channel) {
            reader.report(
                .channel, "type and channel both say who is told; leave one of them out.",
                at: reader.position(.channel))
        }
    }

    /// The same of a `default-alert`, which names no channel.
    init?(default node: Node, path: String, in context: ConfigurationContext) {
        let known = AlertKey.ofDefault
        let reader = MappingReader<AlertKey>(
            node, path: path, in: context, known: { name in known.first { $0.rawValue == name } },
            refusal: { name in
                AlertKey(rawValue: name) == nil
                    ? AlertKey.refusal(of: name) : "'\(name)' belongs to the alerts of an endpoint; remove it."
            })
        guard let reader else { return nil }
        self.init(reader)
    }

    private init(_ reader: MappingReader<AlertKey>) {
        position = reader.position
        isEnabled = reader.flag(.enabled)
        severity = reader.severity(.severity)
        failureThreshold = reader.integer(.failureThreshold, in: thresholds)
        successThreshold = reader.integer(.successThreshold, in: thresholds)
        reminder = reader.reminder(.minimumReminderInterval)
        sendsResolved = reader.flag(.sendOnResolved)
        sendsDigest = reader.flag(.digest)
        hours = reader.hours(.hours, timeZone: .timezone)
        description = reader.text(.description)?.value
        escalation = reader.escalation(.escalate)
    }

    /// What this says, and below it what `defaults` say.
    func over(_ defaults: AlertDraft?) -> AlertDraft {
        guard let defaults else { return self }
        var draft = self
        draft.isEnabled = isEnabled ?? defaults.isEnabled
        draft.severity = severity ?? defaults.severity
        draft.failureThreshold = failureThreshold ?? defaults.failureThreshold
        draft.successThreshold = successThreshold ?? defaults.successThreshold
        draft.reminder = reminder ?? defaults.reminder
        draft.sendsResolved = sendsResolved ?? defaults.sendsResolved
        draft.sendsDigest = sendsDigest ?? defaults.sendsDigest
        draft.hours = hours ?? defaults.hours
        draft.description = description ?? defaults.description
        draft.escalation = escalation ?? defaults.escalation
        return draft
    }
}

/// Who is told next when nobody acknowledges an incident.
struct EscalationDraft {
    var after: Duration
    /// Names of channels.
    var channels: [ConfigurationText]
}

/// Probes in a row.
let thresholds = 1...1_000

extension MappingReader {
    func severity(_ key: Key) -> Severity? {
        choice(key, ["medium": Severity.medium, "high": .high, "critical": .critical])
    }

    /// How often a person is reminded; zero, which Gatus writes without a unit, for never.
    func reminder(_ key: Key) -> Duration? {
        if case .scalar(let scalar) = node(key), ["0", "0s", "0m", "0h", ""].contains(scalar.string) { return .zero }
        return duration(key, in: .seconds(60) ... .seconds(31 * 86_400))
    }

    /// Hours of the week in a time zone, which is UTC unless it is said.
    func hours(_ key: Key, timeZone: Key) -> WeeklyHours? {
        let zone = has(timeZone) ? self.timeZone(timeZone) : "UTC"
        guard let text = nonEmptyText(key) else {
            note(timeZone, "without hours this has no effect.")
            return nil
        }
        guard let zone else { return nil }
        do throws(HoursFault) {
            return try WeeklyHours(configured: text.value, timeZone: zone)
        } catch {
            report(key, "\(text.shown) \(error.sentence)", at: text.position)
            return nil
        }
    }

    /// An IANA name that this machine knows.
    func timeZone(_ key: Key) -> String? {
        guard let text = nonEmptyText(key) else { return nil }
        if context.isTimeZone(text.value) { return text.value }
        report(key, "\(text.shown) is not a time zone; write a name such as Europe/Berlin or UTC.", at: text.position)
        return nil
    }

    func escalation(_ key: Key) -> [EscalationDraft]? {
        guard let items = list(key, instead: "begin each step with - after: DURATION") else { return nil }
        return items.compactMap { item in
            guard let step = MappingReader<EscalationKey>(item, path: path(key), in: context) else { return nil }
            for key in EscalationKey.allCases where !step.has(key) {
                context.report("\(subject(step.path))'\(key.rawValue)' is missing; add it.", at: item.position)
            }
            guard let after = step.duration(.after, in: .seconds(1) ... .seconds(31 * 86_400)),
                let channels = step.channelNames(.to)
            else { return nil }
            return EscalationDraft(after: after, channels: channels)
        }
    }

    /// Reports about the mapping as a whole.
    func report(_ sentence: String, at position: Position) {
        context.report(subject(path) + sentence, at: position)
    }
}
