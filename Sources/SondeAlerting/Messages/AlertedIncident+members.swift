import SondeCore

/// Whom an incident of many endpoints names. Headline, list and reason all go by this.
extension AlertedIncident {
    /// Those that are down; of an incident that is over, all that were.
    var failing: [Incident] { incident.isOpen ? members.filter(\.isOpen) : members }

    /// Those of an open incident that are up again.
    var recovered: [Incident] { incident.isOpen ? members.filter { !$0.isOpen } : [] }

    /// The endpoints concerned: of an incident of one, that.
    var names: [String] { members.isEmpty ? [incident.endpoint] : failing.map(\.endpoint) }

    /// The reason of an incident of many as it is true of those that are named: others of its endpoints may be none of this
    /// channel's, or up again.
    var reasonOfNamed: String {
        guard incident.scope != .network else {
            return incident.isOpen ? incident.reason : "Sonde had no network."
        }
        let named = failing
        let causes = named.map(Self.cause)
        if Set(causes).count > 1 { return differentReasons }
        // The incident itself knows of how many they are so many.
        guard !named.isEmpty, !incident.reason.hasPrefix("\(named.count) of ") else { return incident.reason }
        let verb = incident.kind == .failure ? "failed" : "became unusual"
        return "\(MessageWords.subject(of: self)) \(verb): \(causes[0])"
    }

    /// What a reason says beside figures that differ from endpoint to endpoint.
    private static func cause(of incident: Incident) -> String {
        let parts = incident.reason.split(separator: " failed: ", maxSplits: 1)
        return incident.kind == .failure && parts.count == 2 ? String(parts[1]) : incident.reason
    }

    /// More than so many are not told with a reason of their own.
    private static let mostReasons = 8

    /// What happened to each, where that differs.
    private var differentReasons: String {
        let named = failing
        let verb = incident.kind == .failure ? "failed" : "became unusual"
        let known = incident.reason.firstRange(of: " \(verb)").map { String(incident.reason[..<$0.lowerBound]) }
        let who = known.flatMap { $0.hasPrefix("\(named.count) of ") ? $0 : nil } ?? MessageWords.subject(of: self)
        var parts = named.prefix(Self.mostReasons).map { member in
            let reason = member.reason.hasSuffix(".") ? String(member.reason.dropLast()) : member.reason
            return "\(member.endpoint): \(reason.limited(to: 160))"
        }
        if named.count > Self.mostReasons { parts.append("and \(named.count - Self.mostReasons) more") }
        return (["\(who) \(verb), not all alike"] + parts).joined(separator: "; ")
    }
}

extension Sequence<String> {
    /// Each once, in the order of coming.
    var unique: [String] {
        var known: Set<String> = []
        return filter { known.insert($0).inserted }
    }
}
