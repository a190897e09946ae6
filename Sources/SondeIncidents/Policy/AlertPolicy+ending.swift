import SondeCore

/// Ends: who was told of an incident is told that it is over, and what waits and was not told is taken back.
extension AlertPolicy {
    mutating func close(_ incident: Incident, _ ledger: inout Ledger) {
        guard let story = stories[incident.id], story.crowd == nil else {
            return closeUnknown(incident, ledger: &ledger)
        }
        var closed = story.incident
        closed.closedAt = incident.closedAt ?? ledger.now
        (closed.excusedAt, closed.patterns) = (incident.excusedAt, incident.patterns)
        ledger.step(.closed, of: closed.id, ending(of: closed))
        ledger.close(closed)
        tellEnd(of: closed, isWanted: { $0.isToldOfEnd($0.roster.rules(of: closed.endpoint), $1) }, &ledger)
        remove(story, closed, &ledger)
        if closed.kind == .failure, let number = roster.number(of: closed.endpoint), roster.dependents[number] != nil {
            recoveries[closed.endpoint] = ledger.now
            reviewDependents(of: closed.endpoint, &ledger)
        }
    }

    private mutating func remove(_ story: Story, _ closed: Incident, _ ledger: inout Ledger) {
        leaveGathering(closed.id)
        stories[closed.id] = nil
        if openByEndpoint[closed.endpoint] == closed.id { openByEndpoint[closed.endpoint] = nil }
        guard let parent = closed.parent, stories[parent] != nil else { return }
        var member = story.incident
        (member.excusedAt, member.patterns) = (closed.excusedAt, closed.patterns)
        stories[parent]?.crowd?.close(member, roster.rules(of: closed.endpoint), at: closed.closedAt ?? ledger.now)
        ledger.mark(group: parent)
    }

    /// One that the policy was never told of: nobody was told.
    private func closeUnknown(_ incident: Incident, ledger: inout Ledger) {
        guard incident.scope == .endpoint, !incident.isOpen else { return }
        ledger.step(.closed, of: incident.id, ending(of: incident))
        ledger.close(incident)
    }

    private func ending(of incident: Incident) -> String {
        if incident.excusedAt != nil { return "A person called it no fault." }
        guard let watched = roster[incident.endpoint], watched.isEnabled else { return "It is watched no longer." }
        return "All is well again after \(incident.openedAt.duration(to: incident.closedAt ?? incident.openedAt).text)."
    }

    /// The last member is over.
    mutating func closeGroup(_ id: String, _ ledger: inout Ledger) {
        guard let crowd = stories[id]?.crowd, var incident = stories[id]?.incident else { return }
        incident.closedAt = ledger.now
        let count = crowd.endpoints.count
        ledger.step(
            .closed, of: id,
            "All \(count) endpoints are well again after \(incident.openedAt.duration(to: ledger.now).text).")
        ledger.close(incident)
        let isWanted = { (channel: String) in crowd.routes.parts[channel]?.sendsResolved ?? true }
        tellEnd(of: incident, isWanted: { isWanted($1) }, &ledger)
        for absorbed in crowd.absorbed {
            for channel in absorbed.channels where isWanted(channel) {
                endAbsorbed(absorbed.incident, on: channel, &ledger)
            }
        }
        forget(group: id, crowd.key)
    }

    // MARK: Notices

    /// Whether a channel wants to know of ends: as one of the rules says. A channel that no rule names any more was
    /// told by one that did.
    func isToldOfEnd(_ rules: [AlertRule], _ channel: String) -> Bool {
        let own = rules.filter { $0.channel == channel }
        return own.isEmpty || own.contains(where: \.sendsResolved)
    }

    /// - Parameter isWanted: Whether a channel wants to be told of ends.
    mutating func tellEnd(
        of incident: Incident, isWanted: (AlertPolicy, String) -> Bool, _ ledger: inout Ledger
    ) {
        for channel in stories[incident.id]?.tellings.keys.sorted() ?? [] {
            guard let telling = takeBack(incident.id, channel, &ledger) else { continue }
            // A member is over with the incident under whose name it was told.
            guard telling.isTold, telling.parent == nil, isWanted(self, channel) else { continue }
            resolve(incident, on: channel, notBefore: telling.certainAt(ledger.now), &ledger)
        }
    }

    @discardableResult
    mutating func resolve(
        _ incident: Incident, on channel: String, notBefore: Timestamp, _ ledger: inout Ledger
    ) -> Notice {
        var slot = slot(of: .resolved, incident.id, channel, at: ledger.now)
        slot.dueAt = max(slot.dueAt, notBefore)
        // What was told by its own name is over by its own name, whatever it became part of.
        var told = incident
        told.parent = nil
        told.severity = severity(of: incident, on: channel)
        let notice = notice(.resolved, of: told, to: channel, due: slot, ledger.now)
        ledger.put(notice)
        return notice
    }

    /// Drops what waits for its time; returns the telling if the channel knows of the incident, or will in an instant.
    mutating func takeBack(_ id: String, _ channel: String, _ ledger: inout Ledger) -> Telling? {
        guard let telling = stories[id]?.tellings[channel], telling.end == nil else { return nil }
        dropFollowUps(of: telling, &ledger)
        let now = ledger.now
        stories[id]?.tellings[channel]?.forget { $0.isHeld(at: now) }
        stories[id]?.tellings[channel]?.followUps = []
        guard let opening = telling.opening, opening.isHeld(at: ledger.now) else {
            return stories[id]?.tellings[channel]
        }
        drop(opening, &ledger)
        if opening.event == .opened {
            cooldowns.set(telling.cooldownBefore, of: opening.incident.endpoint, channel: channel)
        }
        uncount(opening, &ledger)
        guard telling.members > 0 else {
            stories[id]?.tellings[channel] = nil
            return nil
        }
        stories[id]?.tellings[channel]?.opening = nil
        return stories[id]?.tellings[channel]
    }

    /// Takes back what waits and is only told because nobody is at it: an escalation and reminders.
    mutating func takeBackRepetitions(_ id: String, _ channel: String, _ ledger: inout Ledger) {
        guard let telling = stories[id]?.tellings[channel] else { return }
        if telling.isEscalation, telling.opening?.isHeld(at: ledger.now) ?? false {
            return takeBackHeld(id, channel, &ledger)
        }
        let reminders = telling.followUps.filter { $0.event == .reminder && $0.isHeld(at: ledger.now) }
        for reminder in reminders { drop(reminder, &ledger) }
        stories[id]?.tellings[channel]?.followUps.removeAll { followUp in reminders.contains { $0.id == followUp.id } }
    }

    /// A member's opening is told no more under the name of the greater incident.
    func group(of notice: Notice) -> String? {
        guard let parent = notice.incident.parent else { return nil }
        // What was told under the name of one that was taken over counts for the one that took it over.
        return stories[parent] != nil ? parent : stories[notice.incident.id]?.incident.parent
    }

    mutating func uncount(_ notice: Notice, _ ledger: inout Ledger) {
        guard notice.event == .opened, let group = group(of: notice),
            let telling = stories[group]?.tellings[notice.channel]
        else { return }
        stories[group]?.tellings[notice.channel]?.members = max(0, telling.members - 1)
        guard telling.members <= 1, telling.opening == nil else { return }
        dropFollowUps(of: telling, &ledger)
        stories[group]?.tellings[notice.channel] = nil
    }

    func drop(_ notice: Notice, _ ledger: inout Ledger) {
        var dropped = notice
        (dropped.state, dropped.endedAt) = (.dropped, ledger.now)
        ledger.put(dropped)
    }

    func dropFollowUps(of telling: Telling, _ ledger: inout Ledger) {
        for notice in telling.followUps where notice.isHeld(at: ledger.now) { drop(notice, &ledger) }
    }

    mutating func dropDigest(_ id: String, channel: String, _ ledger: inout Ledger) {
        guard let notice = stories[id]?.digests[channel], notice.isHeld(at: ledger.now) else { return }
        drop(notice, &ledger)
        stories[id]?.digests[channel] = nil
    }

    mutating func takeBackHeld(_ id: String, _ channel: String, _ ledger: inout Ledger) {
        _ = takeBack(id, channel, &ledger)
    }

    /// Takes back everything that waits: nobody is to be told now.
    mutating func withdraw(_ id: String, _ ledger: inout Ledger) {
        guard let story = stories[id] else { return }
        for channel in story.tellings.keys.sorted() { takeBackHeld(id, channel, &ledger) }
        for channel in story.digests.keys.sorted() { dropDigest(id, channel: channel, &ledger) }
    }

    /// What waits tells what is known by now, and is told under the name of the greater incident. The step of an
    /// escalation stays the incident's own.
    mutating func renewHeld(_ id: String, _ ledger: inout Ledger) {
        guard let story = stories[id] else { return }
        for (channel, telling) in story.tellings.sorted(by: { $0.key < $1.key }) {
            guard var opening = telling.opening, opening.isHeld(at: ledger.now) else { continue }
            let parent = opening.event == .opened ? story.incident.parent : opening.incident.parent
            let moves = opening.incident.parent != parent
            if moves { uncount(opening, &ledger) }
            opening.incident = story.incident
            opening.incident.parent = parent
            stories[id]?.tellings[channel]?.opening = opening
            stories[id]?.tellings[channel]?.severity = story.incident.severity
            ledger.put(opening)
            if moves { count(opening, in: parent) }
        }
    }
}
