import SondeCore

/// The members of an incident of many endpoints.
struct Crowd: Sendable {
    let key: GroupKey
    /// Ids of the open ones, in the order of joining.
    private(set) var open: [String: Int] = [:]
    /// The newest that is over, by endpoint.
    private(set) var over: [String: Incident] = [:]
    /// Each endpoint that was ever a member.
    private(set) var endpoints: Set<String> = []
    /// Whom they are told to.
    var routes = Routes()
    /// When the newest of the endpoints became a member. One that was a member before does not count: an endpoint that
    /// comes and goes would keep it open to others for ever.
    private(set) var newestAt: Timestamp
    /// Narrower ones that it took over and that some channels know by their own names.
    private(set) var absorbed: [Absorbed] = []
    private var quiet: [Incident.Quiet: Int] = [:]
    private var causes: [String: Int] = [:]
    private var commonest = ""
    private var joined = 0

    /// An incident of many endpoints that became part of this one.
    struct Absorbed: Sendable {
        var incident: Incident
        /// Those that know it by its own name, and are to be told of its end by it.
        var channels: [String]
    }

    init(_ key: GroupKey, at time: Timestamp) {
        self.key = key
        newestAt = time
    }

    /// In the order of joining.
    var openInOrder: [String] { open.sorted { $0.value < $1.value }.map(\.key) }

    mutating func join(_ incident: Incident, _ rules: [AlertRule], at time: Timestamp) {
        open[incident.id] = joined
        joined += 1
        if endpoints.insert(incident.endpoint).inserted { newestAt = max(newestAt, time) }
        routes.add(incident, rules)
        count(incident.quiet, by: 1)
        let cause = Self.cause(of: incident)
        causes[cause, default: 0] += 1
        if causes[cause] ?? 0 > causes[commonest] ?? 0 { commonest = cause }
    }

    /// Takes over those of a narrower one that are over.
    ///
    /// - Parameter rules: Those of an endpoint.
    mutating func adopt(_ other: Crowd, _ rules: (String) -> [AlertRule]) {
        for member in other.over.values { remember(over: member, rules(member.endpoint)) }
        endpoints.formUnion(other.endpoints)
        absorbed += other.absorbed
    }

    /// A member changed.
    mutating func change(from old: Incident, to new: Incident, _ rules: [AlertRule]) {
        routes.add(new, rules)
        routes.remove(old, rules)
        count(old.quiet, by: -1)
        count(new.quiet, by: 1)
    }

    /// - Parameter member: As it was while it was open.
    mutating func close(_ member: Incident, _ rules: [AlertRule], at time: Timestamp) {
        open[member.id] = nil
        count(member.quiet, by: -1)
        routes.remove(member, rules)
        var closed = member
        closed.closedAt = time
        remember(over: closed, rules)
    }

    private mutating func remember(over member: Incident, _ rules: [AlertRule]) {
        if over[member.endpoint].map({ $0.openedAt <= member.openedAt }) ?? true { over[member.endpoint] = member }
        routes.remember(member, rules)
    }

    /// The rules of endpoints may have changed: counts anew.
    mutating func reroute(_ members: [Incident], _ rules: (String) -> [AlertRule]) {
        routes = Routes()
        for member in over.values { routes.remember(member, rules(member.endpoint)) }
        for member in members { routes.add(member, rules(member.endpoint)) }
    }

    /// An endpoint that was a member before a restart and is none any more.
    mutating func remember(_ endpoint: String) {
        endpoints.insert(endpoint)
    }

    /// A narrower one that was taken over, and that a channel knows by its own name.
    mutating func remember(_ narrower: Incident, told channel: String) {
        let place = absorbed.firstIndex { $0.incident.id == narrower.id } ?? absorbed.count
        if place == absorbed.count { absorbed.append(Absorbed(incident: narrower, channels: [])) }
        if !absorbed[place].channels.contains(channel) { absorbed[place].channels.append(channel) }
    }

    /// Takes out the narrower ones that a channel knows by their own names: it is told of their end.
    mutating func takeAbsorbed(knownTo channel: String) -> [Incident] {
        let known = absorbed.filter { $0.channels.contains(channel) }.map(\.incident)
        for place in absorbed.indices { absorbed[place].channels.removeAll { $0 == channel } }
        return known
    }

    /// What lies in the future after the clock was set back is now.
    mutating func setBack(to now: Timestamp) {
        newestAt = min(newestAt, now)
        routes.setBack(to: now)
    }

    private mutating func count(_ reason: Incident.Quiet?, by step: Int) {
        guard let reason else { return }
        let count = (quiet[reason] ?? 0) + step
        quiet[reason] = count > 0 ? count : nil
    }

    /// Why nobody is told: what holds for most members, where something holds for each.
    var quietReason: Incident.Quiet? {
        guard !open.isEmpty, !quiet.isEmpty, quiet.values.reduce(0, +) == open.count else { return nil }
        return Incident.Quiet.allCases.max { quiet[$0] ?? 0 < quiet[$1] ?? 0 }
    }

    /// In a person's words that are true while it is open and when it is over.
    ///
    /// - Parameter size: Enabled endpoints that could be members.
    func reason(size: Int) -> String {
        let who = key.endpoints(endpoints.count, of: size)
        let what = key.kind == .failure ? "failed" : "became unusual"
        return "\(who) \(what)\(causes.count > 1 ? ", most often" : ""): \(commonest)"
    }

    /// What the reason of an incident says beside figures that differ from member to member.
    private static func cause(of incident: Incident) -> String {
        guard incident.kind == .failure, let end = incident.reason.firstRange(of: ": "),
            figures.contains(where: incident.reason[..<end.lowerBound].hasSuffix)
        else { return incident.reason }
        return String(incident.reason[end.upperBound...])
    }

    /// How that part of a reason ends which counts probes or reports.
    private static let figures = [" failed", " or was silent", " or did not come"]
}
