package import SondeCore

/// When nothing answers at all, the reference targets are asked first: if they do not answer either, it is Sonde's own
/// network that is told, and no endpoint.
extension AlertPolicy {
    /// Takes whether any of the reference targets answered. Asked for by `PolicyChanges.checksReferences`; the pipeline
    /// tries them once at the start without being asked, because references that never answered say nothing.
    package mutating func referencesAnswered(_ areReachable: Bool, at now: Timestamp) -> PolicyChanges {
        step(at: now) { policy, ledger in
            let wasAwaited = policy.connection.answered(areReachable, at: now)
            if areReachable {
                if policy.connection.incident != nil { policy.endNetwork(&ledger) }
            } else if wasAwaited, policy.pulses.isSilent {
                policy.beginNetwork(&ledger)
            }
            if wasAwaited { policy.releaseHeld(&ledger) }
        }
    }

    /// Whether a new incident has to wait for the answer of the references, which are asked if need be.
    mutating func isHeldByConnection(_ incident: Incident, _ ledger: inout Ledger) -> Bool {
        guard incident.kind == .failure, !settings.references.isEmpty, pulses.isSilent else { return false }
        if !connection.isAsking {
            guard connection.wouldAsk(at: ledger.now) else { return false }
            connection.ask(at: ledger.now)
            ledger.checksReferences = true
        }
        connection.held.append(incident.id)
        return true
    }

    mutating func act(on due: ConnectionGuard.Due, _ ledger: inout Ledger) {
        switch due {
        case .answer: releaseHeld(&ledger)
        case .grace: reviewAll(&ledger)
        case .anotherTry: ledger.checksReferences = true
        }
    }

    private mutating func releaseHeld(_ ledger: inout Ledger) {
        let held = connection.held
        connection.held = []
        for id in held { review(id, &ledger) }
    }

    // MARK: The incident of the network

    private mutating func beginNetwork(_ ledger: inout Ledger) {
        let references = settings.references.joined(separator: ", ")
        let incident = Incident(
            id: Incident.identifier(of: Self.network, openedAt: ledger.now), endpoint: Self.network, scope: .network,
            kind: .failure, severity: .critical, openedAt: ledger.now,
            reason: "Sonde has no network: none of its reference targets answers either (\(references)).")
        stories[incident.id] = Story(incident)
        connection.begin(incident.id, at: ledger.now)
        ledger.open(group: incident.id)
        ledger.step(.opened, of: incident.id, incident.reason)
        for channel in roster.channels {
            let notice = notice(
                .opened, of: incident, to: channel, due: .init(dueAt: ledger.now, isAlone: true), ledger.now)
            stories[incident.id]?.tellings[channel] = Telling(notice)
            ledger.put(notice)
        }
        reviewAll(&ledger)
    }

    private static let network = "network"

    /// The network is back. Who is still failing a minute later is told then.
    mutating func endNetwork(_ ledger: inout Ledger) {
        guard let id = connection.incident, var incident = stories[id]?.incident else { return }
        connection.end(at: ledger.now)
        incident.closedAt = ledger.now
        ledger.step(.closed, of: id, "The network is back after \(incident.openedAt.duration(to: ledger.now).text).")
        ledger.close(incident)
        tellEnd(of: incident, isWanted: { $0.roster.channelsToldOfEnds.contains($1) }, &ledger)
        stories[id] = nil
    }
}
