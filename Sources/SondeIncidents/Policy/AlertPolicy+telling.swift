import SondeCore

/// Telling: which channels are told of an open incident now.
extension AlertPolicy {
    /// Tells an incident of one endpoint as its rules say. One that is a member of a greater one has its own opening
    /// and its place in the digest alone; everything after that is told of the greater one, except to a channel that
    /// knows of nothing but this member, by its own name.
    mutating func tell(_ id: String, _ ledger: inout Ledger) {
        guard let incident = stories[id]?.incident else { return }
        let rules = roster.rules(of: incident.endpoint)
        stories[id]?.isCooling = false
        var paging: Set<String> = []
        for rule in rules where isWithinHours(rule, of: id, at: ledger.now) && rule.severity <= incident.severity {
            paging.insert(rule.channel)
            guard rule.delay == .zero else { continue }
            if reaches(rule.failureThreshold, incident) { open(id, rule, &ledger) }
        }
        tellOn(id, incident.parent == nil ? rules : rules.filter { isKnownAlone(id, on: $0.channel) }, &ledger)
        for rule in rules where rule.sendsDigest && rule.delay == .zero && incident.severity < rule.severity {
            if !paging.contains(rule.channel), isWithinHours(rule, of: id, at: ledger.now) { digest(id, rule, &ledger) }
        }
    }

    /// Tells an incident of many endpoints as the rules of those members say that are open and not quiet; those who are
    /// told of a member are told of it.
    mutating func tellGroup(_ id: String, _ ledger: inout Ledger) {
        tellOn(id, stories[id]?.crowd?.routes.audibleRules ?? [], &ledger)
    }

    /// Rises, escalation and reminders.
    private mutating func tellOn(_ id: String, _ rules: [AlertRule], _ ledger: inout Ledger) {
        guard let incident = stories[id]?.incident else { return }
        for rule in rules where rule.severity <= incident.severity && isWithinHours(rule, of: id, at: ledger.now) {
            guard let telling = stories[id]?.tellings[rule.channel] else {
                if rule.delay > .zero, reachesStep(rule, incident) { escalate(id, rule, &ledger) }
                continue
            }
            guard telling.isTold else { continue }
            if telling.severity < severity(of: incident, on: rule.channel) || incident.isFlapping && !telling.isFlapping
            {
                followUp(.raised, id, rule, &ledger)
            }
            remind(id, rule, &ledger)
        }
    }

    private func isKnownAlone(_ id: String, on channel: String) -> Bool {
        guard let story = stories[id], let telling = story.tellings[channel], telling.parent == nil else {
            return false
        }
        return story.incident.parent.flatMap { stories[$0]?.tellings[channel] } == nil
    }

    // MARK: Rules

    /// Outside of its hours a rule is as if it were not there; the incident is looked at again when they begin.
    private mutating func isWithinHours(_ rule: AlertRule, of id: String, at now: Timestamp) -> Bool {
        guard let hours = rule.hours else { return true }
        let spell = self.hours.spell(of: hours, at: now)
        if !spell.holds, let until = spell.until { look(at: id, until) }
        return spell.holds
    }

    /// Whether enough probes failed in a row for a rule.
    private func reaches(_ threshold: Int?, _ incident: Incident) -> Bool {
        guard let threshold, incident.kind == .failure, let number = roster.number(of: incident.endpoint) else {
            return true
        }
        return pulses[number].failuresInARow >= threshold
    }

    /// Whether a step of escalation is due by the number of failed probes; of many endpoints, those of one that it leads
    /// from.
    private func reachesStep(_ rule: AlertRule, _ incident: Incident) -> Bool {
        guard let crowd = stories[incident.id]?.crowd else { return reaches(rule.failureThreshold, incident) }
        guard rule.failureThreshold != nil else { return true }
        return crowd.open.keys.contains { id in
            guard let member = stories[id]?.incident, member.quiet == nil else { return false }
            return roster.rules(of: member.endpoint).contains { Routes.isSame($0, rule) }
                && reaches(rule.failureThreshold, member)
        }
    }

    // MARK: What is told

    private mutating func open(_ id: String, _ rule: AlertRule, _ ledger: inout Ledger) {
        let channel = rule.channel
        guard let incident = stories[id]?.incident, stories[id]?.tellings[channel] == nil else { return }
        let cooldown = cooldowns.end(for: incident, channel: channel, cooldown: settings.cooldown, at: ledger.now)
        if let cooldown {
            stories[id]?.isCooling = true
            return look(at: id, cooldown)
        }
        let slot = slot(of: .opened, id, channel, at: ledger.now)
        let notice = notice(.opened, of: incident, to: channel, due: slot, ledger.now, rule.description)
        var telling = Telling(notice)
        telling.cooldownBefore = cooldowns.last(of: incident.endpoint, channel: channel)
        cooldowns.set(.init(at: slot.dueAt, severity: incident.severity), of: incident.endpoint, channel: channel)
        stories[id]?.tellings[channel] = telling
        ledger.put(notice)
        count(notice, in: incident.parent)
        dropDigest(id, channel: channel, &ledger)
        for waiting in slot.delayed { delay(waiting, on: channel, until: slot.dueAt, &ledger) }
    }

    /// What waited for a bundle waits longer, because the bundle does.
    private mutating func delay(_ id: String, on channel: String, until due: Timestamp, _ ledger: inout Ledger) {
        guard var telling = stories[id]?.tellings[channel], var opening = telling.opening,
            opening.isHeld(at: ledger.now), opening.dueAt < due
        else { return }
        opening.dueAt = due
        (telling.opening, telling.firstAt, telling.lastAt) = (opening, due, due)
        stories[id]?.tellings[channel] = telling
        cooldowns.set(.init(at: due, severity: telling.severity), of: opening.incident.endpoint, channel: channel)
        ledger.put(opening)
    }

    func isCombining(_ channel: String) -> Bool { settings.combiningChannels.contains(channel) }

    mutating func slot(of event: AlertEvent, _ id: String, _ channel: String, at now: Timestamp) -> Pace.Slot {
        paces.slot(of: event, id, channel: channel, combines: isCombining(channel), at: now)
    }

    /// Whoever is told of a member is told of the incident that it is part of.
    mutating func count(_ notice: Notice, in group: String?) {
        guard let group, let incident = stories[group]?.incident else { return }
        var telling = stories[group]?.tellings[notice.channel] ?? Telling(of: notice)
        telling.members += 1
        telling.firstAt = min(telling.firstAt, notice.dueAt)
        telling.lastAt = max(telling.lastAt, notice.dueAt)
        telling.severity = severity(of: incident, on: notice.channel)
        telling.isFlapping = true
        stories[group]?.tellings[notice.channel] = telling
    }

    private mutating func escalate(_ id: String, _ rule: AlertRule, _ ledger: inout Ledger) {
        guard let story = stories[id], story.incident.acknowledgement == nil, !isCooling(story) else { return }
        let began = story.crowd?.routes.parts[rule.channel]?.began ?? story.openedAt
        let due = max(began, story.waitingSince).advanced(by: rule.delay)
        guard due <= ledger.now else { return look(at: id, due) }
        let slot = slot(of: .escalated, id, rule.channel, at: ledger.now)
        var incident = story.incident
        incident.severity = severity(of: incident, on: rule.channel)
        let notice = notice(.escalated, of: incident, to: rule.channel, due: slot, ledger.now, rule.description)
        stories[id]?.tellings[rule.channel] = Telling(notice)
        ledger.put(notice)
        dropDigest(id, channel: rule.channel, &ledger)
        ledger.step(
            .escalated, of: id, "Nobody acknowledged it within \(rule.delay.text): \(rule.channel) is told.")
    }

    /// Whether nobody is told yet because of the cooldown; there is nothing to acknowledge so far.
    private func isCooling(_ story: Story) -> Bool {
        guard story.tellings.values.allSatisfy(\.isEscalation) else { return false }
        return story.isCooling || story.crowd?.open.keys.contains { stories[$0]?.isCooling ?? false } ?? false
    }

    private mutating func remind(_ id: String, _ rule: AlertRule, _ ledger: inout Ledger) {
        guard let interval = rule.reminderInterval, interval >= .seconds(1), let story = stories[id],
            story.incident.acknowledgement == nil, let telling = story.tellings[rule.channel], telling.isTold
        else { return }
        let due = telling.lastAt.advanced(by: interval)
        if due <= ledger.now { followUp(.reminder, id, rule, &ledger) }
        if let last = stories[id]?.tellings[rule.channel]?.lastAt { look(at: id, last.advanced(by: interval)) }
    }

    /// Tells a channel more of what it knows.
    private mutating func followUp(_ event: AlertEvent, _ id: String, _ rule: AlertRule, _ ledger: inout Ledger) {
        guard var incident = stories[id]?.incident, var telling = stories[id]?.tellings[rule.channel] else { return }
        // By the name by which the channel knows it.
        incident.parent = telling.parent
        incident.severity = severity(of: incident, on: rule.channel)
        var slot = slot(of: event, id, rule.channel, at: ledger.now)
        // Not before what it follows.
        if let first = telling.opening?.dueAt { slot.dueAt = max(slot.dueAt, first) }
        let notice = notice(event, of: incident, to: rule.channel, due: slot, ledger.now, rule.description)
        if event == .raised { telling.noteRise(at: ledger.now) }
        telling.severity = incident.severity
        telling.isFlapping = telling.isFlapping || incident.isFlapping
        telling.lastAt = max(telling.lastAt, slot.dueAt)
        telling.followUps = telling.followUps.filter { $0.isHeld(at: ledger.now) } + [notice]
        stories[id]?.tellings[rule.channel] = telling
        ledger.put(notice)
    }

    /// What is below the severity of a rule is gathered until the next multiple of the digest's interval since the
    /// epoch. It is told there even if it is over by then.
    private mutating func digest(_ id: String, _ rule: AlertRule, _ ledger: inout Ledger) {
        guard let story = stories[id], story.incident.acknowledgement == nil, story.digests[rule.channel] == nil,
            story.tellings[rule.channel] == nil
        else { return }
        let slot = Pace.Slot(dueAt: nextDigest(after: ledger.now), isAlone: false)
        let notice = notice(.digest, of: story.incident, to: rule.channel, due: slot, ledger.now, rule.description)
        stories[id]?.digests[rule.channel] = notice
        ledger.put(notice)
    }

    func nextDigest(after now: Timestamp) -> Timestamp {
        let interval = max(1, settings.digestInterval.microseconds)
        return Timestamp(microseconds: (now.microseconds / interval + 1) * interval)
    }

    func notice(
        _ event: AlertEvent, of incident: Incident, to channel: String, due slot: Pace.Slot, _ now: Timestamp,
        _ description: String? = nil
    ) -> Notice {
        let id = Notice.identifier(of: event, incident: incident.id, channel: channel, at: now)
        return Notice(
            id: id, channel: channel, event: event, incident: incident, createdAt: now, dueAt: slot.dueAt,
            message: slot.isAlone ? id : nil, description: description)
    }
}
