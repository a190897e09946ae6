import SondeCore

/// Whom the members of an incident of many endpoints are told to, and by which rules. Counted, so that one member more
/// or less costs the same however many there are, and so that rules that say the same are one.
struct Routes: Sendable {
    /// What of a rule matters to many endpoints. Before its opening, how many probes failed is asked of each of them.
    private struct Way: Hashable {
        var channel: String
        var severity: Severity
        var reminderInterval: Duration?
        var delay: Duration
        var hours: WeeklyHours?
        /// Of a step of escalation.
        var failureThreshold: Int?

        init(_ rule: AlertRule) {
            (channel, severity, hours) = (rule.channel, rule.severity, rule.hours)
            (reminderInterval, delay) = (rule.reminderInterval, rule.delay)
            failureThreshold = rule.delay > .zero ? rule.failureThreshold : nil
        }
    }

    private struct Use: Sendable {
        /// Said beside it only where all members say the same.
        var rule: AlertRule
        /// Open members that it leads from and that are not quiet.
        var audible = 0
    }

    /// What one channel has to do with it.
    struct Part: Sendable {
        /// Members that are open, the quiet ones included.
        var open = 0
        /// Of the gravest since the part began.
        var severity: Severity
        /// When the first of the members opened that have been open without a break.
        var began: Timestamp
        var sendsResolved = false
    }

    private var uses: [Use] = []
    private var places: [Way: Int] = [:]
    /// By channel; those whose members are all over included.
    private(set) var parts: [String: Part] = [:]

    /// The rules by which somebody is to be told now, in the order of coming.
    var audibleRules: [AlertRule] { uses.lazy.filter { $0.audible > 0 }.map(\.rule) }

    /// How many different rules there are.
    var count: Int { uses.count }

    /// Counts an open member.
    mutating func add(_ member: Incident, _ rules: [AlertRule]) {
        let reached = rules.filter { $0.severity <= member.severity }
        for rule in reached { use(rule, isAudible: member.quiet == nil) }
        for channel in Set(reached.map(\.channel)) {
            var part = parts[channel] ?? Part(severity: member.severity, began: member.openedAt)
            let isFirst = part.open == 0
            part.open += 1
            part.severity = isFirst ? member.severity : max(part.severity, member.severity)
            part.began = isFirst ? member.openedAt : min(part.began, member.openedAt)
            parts[channel] = part
        }
        note(reached)
    }

    /// Takes a member out that was counted with this state and these rules.
    mutating func remove(_ member: Incident, _ rules: [AlertRule]) {
        let reached = rules.filter { $0.severity <= member.severity }
        for rule in reached where member.quiet == nil {
            if let place = places[Way(rule)] { uses[place].audible -= 1 }
        }
        for channel in Set(reached.map(\.channel)) { parts[channel]?.open -= 1 }
    }

    /// Notes a member that is over.
    mutating func remember(_ member: Incident, _ rules: [AlertRule]) {
        let reached = rules.filter { $0.severity <= member.severity }
        for rule in reached where parts[rule.channel] == nil {
            parts[rule.channel] = Part(severity: member.severity, began: member.openedAt)
        }
        note(reached)
    }

    /// What lies in the future after the clock was set back is now.
    mutating func setBack(to now: Timestamp) {
        for (channel, part) in parts where part.began > now { parts[channel]?.began = now }
    }

    /// Whether two rules say the same of many endpoints.
    static func isSame(_ one: AlertRule, _ other: AlertRule) -> Bool { Way(one) == Way(other) }

    private mutating func use(_ rule: AlertRule, isAudible: Bool) {
        let place = places[Way(rule)] ?? uses.count
        if place == uses.count {
            places[Way(rule)] = place
            uses.append(Use(rule: rule))
            uses[place].rule.failureThreshold = Way(rule).failureThreshold
        }
        if uses[place].rule.description != rule.description { uses[place].rule.description = nil }
        uses[place].audible += isAudible ? 1 : 0
    }

    private mutating func note(_ rules: [AlertRule]) {
        for rule in rules where rule.sendsResolved { parts[rule.channel]?.sendsResolved = true }
    }
}
