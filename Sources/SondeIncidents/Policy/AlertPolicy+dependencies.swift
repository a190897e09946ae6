import SondeCore

/// `depends-on`: while something that an endpoint needs is down, nobody is told of the endpoint. Endpoints that depend
/// on each other do not silence each other.
extension AlertPolicy {
    /// How long an incident waits for that of an endpoint that begins to fail, and how long for the endpoint to be good
    /// again once what it depends on is.
    static let patience: Duration = .seconds(60)

    enum Dependency {
        case none
        case down
        /// Until it has had the time to recover, too.
        case recovered(until: Timestamp)
    }

    func dependency(of incident: Incident, _ number: Int, at now: Timestamp) -> Dependency {
        if roster.firstAncestor(of: number, where: hasFailed) != nil { return .down }
        guard incident.quiet == .dependency else { return .none }
        // Of what was over before a restart the restart is the time.
        var end: Timestamp?
        _ = roster.firstAncestor(of: number) { ancestor in
            let recovery = recoveries[roster.watched[ancestor].name] ?? startedAt
            end = max(end ?? recovery, recovery)
            return false
        }
        guard let until = end?.advanced(by: Self.patience), now < until else { return .none }
        return .recovered(until: until)
    }

    private func hasFailed(_ number: Int) -> Bool {
        openByEndpoint[roster.watched[number].name].flatMap { stories[$0]?.incident.kind } == .failure
    }

    /// Until when an incident waits because something that its endpoint needs begins to fail; nil for not at all.
    func heldByDependency(_ incident: Incident, at now: Timestamp) -> Timestamp? {
        let until = (stories[incident.id]?.openedAt ?? incident.openedAt).advanced(by: Self.patience)
        guard now < until, let number = roster.number(of: incident.endpoint) else { return nil }
        let failing = roster.firstAncestor(of: number) { pulses[$0].failuresInARow > 0 && !hasFailed($0) }
        return failing == nil ? nil : until
    }

    /// Looks at the incidents of all endpoints that need this one. Behind one that has failed itself nothing changes:
    /// it keeps them quiet.
    mutating func reviewDependents(of endpoint: String, _ ledger: inout Ledger) {
        guard let number = roster.number(of: endpoint), roster.dependents[number] != nil, !openByEndpoint.isEmpty else {
            return
        }
        let incidents = roster.descendants(of: number, until: hasFailed).compactMap {
            openByEndpoint[roster.watched[$0].name]
        }
        for incident in incidents.sorted() { review(incident, &ledger) }
    }
}
