package import SondeCore

extension AlertPolicy {
    /// Takes one probe with what the incident state machine made of it; every probe's result comes here, those during a
    /// maintenance window too.
    ///
    /// - Parameter failuresInARow: Of the endpoint, up to this probe.
    package mutating func take(
        _ actions: [IncidentAction], of result: ProbeResult, failuresInARow: Int, at now: Timestamp
    ) -> PolicyChanges {
        guard let number = roster.number(of: result.endpoint) else {
            return actions.isEmpty ? PolicyChanges() : step(at: now) { $0.act(on: actions, &$1) }
        }
        let before = pulses.take(result, failuresInARow: failuresInARow, of: number)
        let isSetBack = isSetBack(at: now)
        newest = isSetBack ? newest : max(newest, now)
        if actions.isEmpty, stories.isEmpty { return PolicyChanges() }
        let provesNetwork = result.success && connection.incident != nil && pulses.provesNetwork(number)
        let isNews = isSetBack || wakes(number, before, failuresInARow) || provesNetwork
        if actions.isEmpty, !isNews, nextDeadline.map({ $0 > now }) ?? true { return PolicyChanges() }
        return step(at: now) { policy, ledger in
            if provesNetwork { policy.endNetwork(&ledger) }
            policy.act(on: actions, &ledger)
            policy.follow(number, before, failuresInARow, &ledger)
        }
    }

    /// Takes an incident that was closed otherwise than by good probes: it was called no fault, or its endpoint is
    /// watched no longer.
    package mutating func end(_ incident: Incident, at now: Timestamp) -> PolicyChanges {
        step(at: now) { policy, ledger in
            var closed = incident
            closed.closedAt = incident.closedAt ?? now
            policy.close(closed, &ledger)
        }
    }

    private mutating func act(on actions: [IncidentAction], _ ledger: inout Ledger) {
        for action in actions {
            switch action {
            case .opened(let incident): open(incident, &ledger)
            case .raised(let incident): raise(incident, &ledger)
            case .closed(let incident): close(incident, &ledger)
            }
        }
    }

    // MARK: Opening and rising

    private mutating func open(_ incident: Incident, _ ledger: inout Ledger) {
        stories[incident.id] = Story(incident)
        openByEndpoint[incident.endpoint] = incident.id
        ledger.change(incident.id)
        ledger.step(.opened, of: incident.id, incident.reason)
        if incident.isFlapping {
            ledger.step(
                .flapping, of: incident.id, "It is one of a row of short ones, and is over after a longer quiet.")
        }
        review(incident.id, &ledger)
        if incident.kind == .failure { reviewDependents(of: incident.endpoint, &ledger) }
    }

    private mutating func raise(_ incident: Incident, _ ledger: inout Ledger) {
        // One that was opened before this policy knew of it is new to it.
        guard let before = stories[incident.id]?.incident else { return open(incident, &ledger) }
        var known = before
        known.severity = incident.severity
        known.reason = incident.reason
        known.patterns = incident.patterns
        stories[incident.id]?.incident = known
        ledger.change(incident.id)
        ledger.step(.raised, of: incident.id, "Its severity rose to \(incident.severity): \(incident.reason)")
        memberChanged(from: before, &ledger)
        renewHeld(incident.id, &ledger)
        if let parent = known.parent { raiseGroup(parent, to: incident.severity, &ledger) }
        review(incident.id, &ledger)
    }

    // MARK: Probes of open incidents

    /// Whether a probe may change what is told.
    private func wakes(_ number: Int, _ before: Pulses.Pulse, _ failuresInARow: Int) -> Bool {
        guard before.failuresInARow != failuresInARow else { return false }
        if roster.dependents[number] != nil, before.failuresInARow == 0 || failuresInARow == 0 { return true }
        return openByEndpoint[roster.watched[number].name] != nil
            && hasThreshold(number, in: before.failuresInARow, failuresInARow)
    }

    private func hasThreshold(_ number: Int, in before: Int, _ failuresInARow: Int) -> Bool {
        roster.ruleLists[roster.watched[number].rules].contains { rule in
            rule.failureThreshold.map { before < $0 && $0 <= failuresInARow } ?? false
        }
    }

    private mutating func follow(
        _ number: Int, _ before: Pulses.Pulse, _ failuresInARow: Int, _ ledger: inout Ledger
    ) {
        guard wakes(number, before, failuresInARow) else { return }
        if let incident = openByEndpoint[roster.watched[number].name] { review(incident, &ledger) }
        reviewDependents(of: roster.watched[number].name, &ledger)
    }
}
