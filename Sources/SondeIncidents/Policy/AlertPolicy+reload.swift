package import SondeCore

extension AlertPolicy {
    /// Takes over a changed configuration. Open incidents are told as the new rules say, and nobody twice; what waits
    /// for a channel that no rule of the endpoint names any more is dropped. Incidents of endpoints that are gone are
    /// ended by `end`.
    package mutating func update(
        _ settings: AlertSettings, endpoints: [Endpoint], at now: Timestamp
    ) -> PolicyChanges {
        step(at: now) { policy, ledger in
            let before = policy.roster
            let roster = Roster(endpoints)
            if settings.grouping != policy.settings.grouping { policy.paces = Paces(settings.grouping) }
            if settings.references != policy.settings.references, !settings.references.isEmpty,
                policy.connection.incident == nil
            {
                policy.connection.expect(at: now)
                ledger.checksReferences = true
            }
            policy.settings = settings
            policy.roster = roster
            policy.pulses = Pulses(roster, after: policy.pulses, of: before)
            policy.silenceBook = SilenceBook(
                configured: settings.silences, added: policy.silenceBook.added, roster, at: now)
            policy.cooldowns.keep { roster.number(of: $0) != nil }
            policy.recoveries = policy.recoveries.filter { roster.number(of: $0.key) != nil }
            policy.takeOverRules(&ledger)
            policy.reviewAll(&ledger)
        }
    }

    private mutating func takeOverRules(_ ledger: inout Ledger) {
        for incident in openIncidents where incident.scope != .network {
            reroute(incident.id, &ledger)
            let parts = stories[incident.id]?.crowd?.routes.parts.keys
            let named = parts.map { Set($0) } ?? Set(roster.rules(of: incident.endpoint).map(\.channel))
            for channel in stories[incident.id]?.tellings.keys.sorted() ?? [] where !named.contains(channel) {
                takeBackHeld(incident.id, channel, &ledger)
            }
            for channel in stories[incident.id]?.digests.keys.sorted() ?? [] where !named.contains(channel) {
                dropDigest(incident.id, channel: channel, &ledger)
            }
        }
    }

    private mutating func reroute(_ group: String, _ ledger: inout Ledger) {
        guard let crowd = stories[group]?.crowd else { return }
        let members = crowd.openInOrder.compactMap { stories[$0]?.incident }
        stories[group]?.crowd?.reroute(members) { [roster] in roster.rules(of: $0) }
        reviveParts(of: group, on: stories[group]?.tellings.keys.sorted() ?? [], &ledger)
    }
}
