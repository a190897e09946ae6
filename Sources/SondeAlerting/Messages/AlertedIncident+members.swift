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
        // The incident itself knows of how many they are so many.
        guard !named.isEmpty, !incident.reason.hasPrefix("\(named.count) of ") else { return incident.reason }
        let verb = incident.kind == .failure ? "failed" : "became unusual"
        return "\(MessageWords.subject(of: self)) \(verb): \(Self.commonest(named.map(Self.cause)))"
    }

    /// What a reason says beside figures that differ from endpoint to endpoint.
    private static func cause(of incident: Incident) -> String {
        let parts = incident.reason.split(separator: " failed: ", maxSplits: 1)
        return incident.kind == .failure && parts.count == 2 ? String(parts[1]) : incident.reason
    }

    /// Of those that are equally common, the first.
    private static func commonest(_ causes: [String]) -> String {
        let counts = Dictionary(causes.map { ($0, 1) }, uniquingKeysWith: +)
        let most = counts.values.max() ?? 0
        return causes.first { counts[$0] == most } ?? ""
    }
}

extension Sequence<String> {
    /// Each once, in the order of coming.
    var unique: [String] {
        var known: Set<String> = []
        return filter { known.insert($0).inserted }
    }
}
