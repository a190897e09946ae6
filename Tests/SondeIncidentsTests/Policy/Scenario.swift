import SondeCore

@testable import SondeIncidents

/// A small world for the alert policy: endpoints that fail and recover, a store that remembers, and a dispatcher that
/// delivers what is due. Times are seconds since its beginning.
struct Scenario {
    /// One message as a channel gets it.
    struct Message: Equatable {
        var at: Double
        var channel: String
        var event: AlertEvent
        /// Of the notices: endpoints, and names of what many share.
        var names: [String]
        /// The incident of many that it is shown as, by its name; nil for one that goes by itself.
        var group: String?

        /// As tests read it: `10 opened a b`.
        var text: String { "\(at == at.rounded() ? "\(Int(at))" : "\(at)") \(event) \(names.joined(separator: " "))" }
    }

    static let beginning = Timestamp(microseconds: 1_767_571_200_000_000)

    var policy: AlertPolicy
    var settings: AlertSettings
    var endpoints: [Endpoint]
    private(set) var now = beginning
    private(set) var messages: [Message] = []
    private(set) var notices: [String: Notice] = [:]
    private var order: [String] = []
    private(set) var incidents: [String: Incident] = [:]
    private(set) var timeline: [TimelineEntry] = []
    private(set) var silences: [Silence] = []
    private(set) var checks = 0
    private(set) var groupsOpened: [Incident] = []
    private(set) var groupsClosed: [Incident] = []
    private var machines: [String: (open: Incident?, failures: Int)] = [:]
    /// Channels that take nothing, for good.
    var deadChannels: Set<String> = []
    /// The notices that may wait, by when they are due.
    private var queue: [Timestamp: [String]] = [:]

    init(_ endpoints: [Endpoint], _ settings: AlertSettings = Scenario.settings()) {
        self.endpoints = endpoints
        self.settings = settings
        policy = AlertPolicy(settings, endpoints: endpoints, at: Self.beginning)
    }

    /// Without grouping and without cooldown, unless they are what is tested.
    static func settings(
        cooldown: Int = 0, grouping: AlertSettings.Grouping = .init(isEnabled: false), silences: [Silence] = [],
        references: [String] = [], combining: Set<String> = ["mail", "chat"]
    ) -> AlertSettings {
        AlertSettings(
            cooldown: .seconds(cooldown), grouping: grouping, silences: silences, references: references,
            combiningChannels: combining)
    }

    static func endpoint(
        _ name: String, group: String? = nil, host: String? = nil, dependsOn: [String] = [],
        _ alerts: [AlertRule] = [AlertRule(channel: "mail")]
    ) -> Endpoint {
        Endpoint(
            name: name, group: group, url: "http://\(host ?? name + ".example.com")/", dependsOn: dependsOn,
            alerts: alerts)
    }

    static func time(_ seconds: Double) -> Timestamp { beginning.advanced(by: .microseconds(Int64(seconds * 1e6))) }

    var seconds: Double { Double(now.microseconds - Self.beginning.microseconds) / 1e6 }

    // MARK: What happens

    /// An incident opens; the endpoint has failed three times.
    mutating func fail(
        _ names: String..., severity: Severity = .critical, kind: Incident.Kind = .failure, failures: Int = 3
    ) {
        for name in names { fail(name, severity, kind, failures) }
    }

    mutating func fail(_ name: String, _ severity: Severity, _ kind: Incident.Kind, _ failures: Int) {
        let incident = Incident(
            id: Incident.identifier(of: name, openedAt: now), endpoint: name, kind: kind, severity: severity,
            openedAt: now, reason: kind == .failure ? "3 probes in a row failed: Connection refused." : "slow")
        machines[name] = (incident, kind == .failure ? failures : 0)
        incidents[incident.id] = incident
        probe(name, isSuccess: kind == .anomaly, failures: failures, [.opened(incident)])
    }

    mutating func rise(_ name: String, to severity: Severity) {
        guard var incident = open(name) else { return }
        incident.severity = severity
        machines[name]?.open = incident
        probe(name, isSuccess: false, failures: machines[name]?.failures ?? 0, [.raised(incident)])
    }

    mutating func recover(_ names: String...) {
        for name in names { recover(name) }
    }

    mutating func recover(_ name: String) {
        guard var incident = open(name) else { return }
        incident.closedAt = now
        machines[name] = (nil, 0)
        probe(name, isSuccess: true, failures: 0, [.closed(incident)])
    }

    /// A probe that opens and closes nothing.
    mutating func probe(_ name: String, failures: Int) {
        machines[name] = (machines[name]?.open, failures)
        probe(name, isSuccess: failures == 0, failures: failures, [])
    }

    private mutating func probe(_ name: String, isSuccess: Bool, failures: Int, _ actions: [IncidentAction]) {
        var result = ProbeResult(endpoint: name, timestamp: now, statusCode: isSuccess ? 200 : nil)
        if !isSuccess { result.failure = ProbeFailure(.refused, "Connection refused.") }
        take(policy.take(actions, of: result, failuresInARow: isSuccess ? 0 : failures, at: now))
    }

    func open(_ name: String) -> Incident? { machines[name]?.open }

    /// The newest state of the open or newest incident of an endpoint, or of what many share.
    func incident(_ name: String) -> Incident? {
        incidents.values.filter { $0.endpoint == name }.max { $0.openedAt < $1.openedAt }
    }

    func steps(_ name: String) -> [TimelineEntry.Kind] {
        guard let id = incident(name)?.id else { return [] }
        return timeline.filter { $0.incident == id }.map(\.kind)
    }

    /// Lets time go by until so many seconds after the beginning; does what becomes due on the way.
    mutating func pass(to seconds: Double) {
        let end = Self.time(seconds)
        deliver()
        while true {
            guard let next = [policy.nextDeadline, queue.keys.min()].compactMap(\.self).min(), next <= end else {
                break
            }
            now = max(now, next)
            take(policy.advance(to: now))
            deliver()
        }
        now = max(now, end)
    }

    /// As somebody sets the clock, back or on.
    mutating func setClock(to seconds: Double) {
        deliver()
        now = Self.time(seconds)
    }

    /// As a process that ends and another one that begins.
    mutating func restart() {
        policy = AlertPolicy(
            settings, endpoints: endpoints, open: incidents.values.filter(\.isOpen),
            notices: order.compactMap { notices[$0] }, silences: silences.filter { $0.endedAt == nil }, at: now)
    }

    mutating func reload() {
        take(policy.update(settings, endpoints: endpoints, at: now))
    }

    mutating func take(_ changes: PolicyChanges?) {
        guard let changes else { return }
        for incident in changes.incidents { incidents[incident.id] = incident }
        for notice in changes.notices {
            if notices.updateValue(notice, forKey: notice.id) == nil { order.append(notice.id) }
            if notice.state == .waiting { queue[notice.dueAt, default: []].append(notice.id) }
        }
        for silence in changes.silences {
            silences.removeAll { $0.id == silence.id }
            silences.append(silence)
        }
        timeline += changes.timeline
        groupsOpened += changes.opened
        groupsClosed += changes.closed
        checks += changes.checksReferences ? 1 : 0
    }

    // MARK: The dispatcher

    private mutating func deliver() {
        var messages: [[String]: [Notice]] = [:]
        var keys: [[String]] = []
        for time in queue.keys.sorted() where time <= now {
            var seen: Set<String> = []
            for id in queue.removeValue(forKey: time) ?? [] {
                guard let notice = notices[id], notice.state == .waiting, notice.dueAt == time, seen.insert(id).inserted
                else { continue }
                let key = key(of: notice)
                if messages[key] == nil { keys.append(key) }
                messages[key, default: []].append(notice)
            }
        }
        for key in keys { deliver(messages[key] ?? []) }
    }

    /// What goes in one message: several incidents where the channel can say them together, those of one incident of
    /// many where it cannot.
    private func key(of notice: Notice) -> [String] {
        if let message = notice.message { return [message] }
        let combines = settings.combiningChannels.contains(notice.channel)
        return [notice.channel, notice.event.rawValue, combines ? "" : notice.incident.parent ?? notice.incident.id]
    }

    private mutating func deliver(_ those: [Notice]) {
        guard let first = those.first else { return }
        let isDead = deadChannels.contains(first.channel)
        for notice in those {
            var ended = notice
            ended.state = isDead ? .dead : .sent
            ended.endedAt = now
            ended.message = first.message ?? "bundle." + first.id
            notices[notice.id] = ended
            take(policy.delivered(ended, at: now))
        }
        guard !isDead else { return }
        messages.append(
            Message(
                at: seconds, channel: first.channel, event: first.event, names: those.map(\.incident.endpoint).sorted(),
                group: first.incident.parent.flatMap { incidents[$0]?.endpoint }))
    }

    /// Everything that a channel was told.
    func told(_ channel: String = "mail") -> [String] {
        messages.filter { $0.channel == channel }.map(\.text)
    }

    func told(_ event: AlertEvent, on channel: String = "mail") -> [Message] {
        messages.filter { $0.channel == channel && $0.event == event }
    }
}
