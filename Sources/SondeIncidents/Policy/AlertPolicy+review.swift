import SondeCore

/// Looking at an open incident: what is to be told of it now, and when to look again.
extension AlertPolicy {
    mutating func review(_ id: String, _ ledger: inout Ledger) {
        guard let incident = stories[id]?.incident else { return }
        if stories[id]?.crowd != nil { return ledger.mark(group: id) }
        guard incident.scope == .endpoint else { return }
        let quiet = quiet(of: incident, at: ledger.now)
        if quiet != incident.quiet { setQuiet(quiet, of: id, &ledger) }
        if quiet == nil, mayBeTold(incident, &ledger) { tell(id, &ledger) }
        if let parent = stories[id]?.incident.parent { ledger.mark(group: parent) }
    }

    /// Whether nothing speaks against telling it; a new one is looked at together with others first.
    private mutating func mayBeTold(_ incident: Incident, _ ledger: inout Ledger) -> Bool {
        if stories[incident.id]?.isGathered ?? true { return true }
        if let until = heldByDependency(incident, at: ledger.now) {
            look(at: incident.id, until)
            return false
        }
        if isHeldByConnection(incident, &ledger) { return false }
        gather(incident.id, &ledger)
        return true
    }

    // MARK: Quiet

    /// Why nobody is to be told of an incident of one endpoint; the first that holds of a maintenance window, a
    /// silence, Sonde's own network and a dependency.
    private mutating func quiet(of incident: Incident, at now: Timestamp) -> Incident.Quiet? {
        guard let number = roster.number(of: incident.endpoint) else { return nil }
        if let silence = silenceBook.holding(for: number) {
            return silence.purpose == .maintenance ? .maintenance : .silenced
        }
        let isFailing = incident.kind == .failure || pulses[number].isAnswered == false
        if isFailing, connection.isQuieting { return .network }
        switch dependency(of: incident, number, at: now) {
        case .none: return nil
        case .down: return .dependency
        case .recovered(let until):
            look(at: incident.id, until)
            return .dependency
        }
    }

    mutating func setQuiet(_ quiet: Incident.Quiet?, of id: String, _ ledger: inout Ledger) {
        guard let story = stories[id], story.incident.quiet != quiet else { return }
        stories[id]?.incident.quiet = quiet
        ledger.change(id)
        memberChanged(from: story.incident, &ledger)
        if let quiet {
            ledger.step(.quieted, of: id, sentence(quiet, of: story.incident))
            withdraw(id, &ledger)
            if story.incident.parent == nil { leaveGathering(id) }
        } else {
            ledger.step(.unquieted, of: id, "Whoever is to be told is told again.")
            stories[id]?.wokenAt = ledger.now
        }
    }

    private func sentence(_ quiet: Incident.Quiet, of incident: Incident) -> String {
        switch quiet {
        case .silenced, .maintenance:
            let silence = roster.number(of: incident.endpoint).flatMap { silenceBook.holding(for: $0) }
            let comment = silence.map { $0.comment.isEmpty ? "" : ": \($0.comment)" } ?? ""
            return (quiet == .silenced ? "A silence holds" : "A maintenance window is open") + comment + "."
        case .dependency: return "What it depends on is down."
        case .network: return "Sonde itself has no network."
        }
    }

    // MARK: Together with others

    /// Looks at the incidents of many endpoints that something happened to, each once however many of its members it
    /// happened to.
    mutating func reviewGroups(_ ledger: inout Ledger) {
        while case let ids = ledger.takeDirtyGroups(), !ids.isEmpty {
            for id in ids { reviewGroup(id, &ledger) }
        }
    }

    /// It is quiet when all of its members are.
    private mutating func reviewGroup(_ id: String, _ ledger: inout Ledger) {
        guard let isEmpty = stories[id]?.crowd?.open.isEmpty else { return }
        if isEmpty { return closeGroup(id, &ledger) }
        let quiet = stories[id]?.crowd?.quietReason
        if quiet != stories[id]?.incident.quiet { setQuiet(quiet, of: id, &ledger) }
        endParts(of: id, &ledger)
        if quiet == nil { tellGroup(id, &ledger) }
    }
}
