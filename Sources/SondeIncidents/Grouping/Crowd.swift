import SondeCore

/// The members of an incident of many endpoints.
struct Crowd: Sendable {
    let key: GroupKey
    /// Ids of the open ones, in the order of joining.
    private(set) var open: [String: Int] = [:]
    /// Those that are over.
    private(set) var closed: [Incident] = []
    /// Each endpoint that was ever a member.
    private(set) var endpoints: Set<String> = []
    /// The lists of rules of all members, by their place in the roster.
    var rules: Set<Int> = []
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

    init(_ key: GroupKey) {
        self.key = key
    }

    /// In the order of joining.
    var openInOrder: [String] { open.sorted { $0.value < $1.value }.map(\.key) }

    mutating func join(_ incident: Incident) {
        open[incident.id] = joined
        joined += 1
        endpoints.insert(incident.endpoint)
        count(incident.quiet, by: 1)
        let cause = Self.cause(of: incident)
        causes[cause, default: 0] += 1
        if causes[cause] ?? 0 > causes[commonest] ?? 0 { commonest = cause }
    }

    /// Takes over those of a narrower one that are over.
    mutating func adopt(_ other: Crowd) {
        closed += other.closed
        endpoints.formUnion(other.endpoints)
        rules.formUnion(other.rules)
        absorbed += other.absorbed
    }

    mutating func close(_ incident: Incident, wasQuiet: Incident.Quiet?) {
        open[incident.id] = nil
        count(wasQuiet, by: -1)
        closed.append(incident)
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

    mutating func change(from old: Incident.Quiet?, to new: Incident.Quiet?) {
        count(old, by: -1)
        count(new, by: 1)
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

    /// In a person's words.
    ///
    /// - Parameter size: Enabled endpoints that could be members.
    func reason(size: Int) -> String {
        let who = key.endpoints(endpoints.count, of: size)
        return key.kind == .failure ? "\(who) fail: \(commonest)" : "\(who) are not as usual: \(commonest)"
    }

    /// What the reason of an incident says beside figures that differ from member to member.
    private static func cause(of incident: Incident) -> String {
        let parts = incident.reason.split(separator: " failed: ", maxSplits: 1)
        return incident.kind == .failure && parts.count == 2 ? String(parts[1]) : incident.reason
    }
}
