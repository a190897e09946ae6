package import SondeCore

/// Who belongs to an incident of many endpoints, and whom that concerns.
extension AlertPolicy {
    /// The members of an open incident of many endpoints, in the order of opening: of each endpoint the newest, those
    /// that are over included. After a restart those that were over before are missing.
    package func members(of id: String) -> [Incident] {
        guard let crowd = stories[id]?.crowd else { return [] }
        return Self.newest(Array(crowd.over.values) + crowd.open.keys.compactMap { stories[$0]?.incident })
    }

    /// The members that a channel hears of, as `members(of:)`: those that are routed to it.
    package func members(of id: String, on channel: String) -> [Incident] {
        routed(members(of: id), to: channel)
    }

    /// Of incidents of endpoints, those that a rule of the endpoint tells a channel of, were it at another hour or
    /// later; of each endpoint the newest, in the order of opening. Members of an incident that is over come from the
    /// store.
    package func routed(_ incidents: [Incident], to channel: String) -> [Incident] {
        Self.newest(
            incidents.filter { incident in
                roster.rules(of: incident.endpoint).contains {
                    $0.channel == channel && $0.severity <= incident.severity
                }
            })
    }

    private static func newest(_ incidents: [Incident]) -> [Incident] {
        Dictionary(incidents.map { ($0.endpoint, $0) }) { $0.openedAt < $1.openedAt ? $1 : $0 }
            .values.sorted { ($0.openedAt, $0.id) < ($1.openedAt, $1.id) }
    }
}
