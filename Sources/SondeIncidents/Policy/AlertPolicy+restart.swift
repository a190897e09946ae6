import SondeCore

/// Going on after a restart from what the store remembers.
extension AlertPolicy {
    mutating func resume(_ open: [Incident], _ notices: [Notice], at now: Timestamp) {
        let open = open.filter(\.isOpen).sorted { ($0.openedAt, $0.id) < ($1.openedAt, $1.id) }
        for incident in open { remember(incident, at: now) }
        for incident in open where incident.scope == .endpoint { rejoin(incident) }
        // Its network may have been back for less than the time that endpoints need.
        if connection.incident == nil, open.contains(where: { $0.quiet == .network }) { connection.rest(at: now) }
        let absorbed = AbsorbedGroups(notices, self)
        for notice in notices where notice.state != .dropped { remember(notice, absorbed, at: now) }
        for incident in open where incident.scope == .endpoint { regather(incident, at: now) }
        newest = (open.map(\.openedAt) + notices.map(\.createdAt) + [now]).max() ?? now
        for incident in open where incident.scope != .network { look(at: incident.id, now) }
    }

    private mutating func remember(_ incident: Incident, at now: Timestamp) {
        let key = GroupKey(incident)
        stories[incident.id] = Story(incident, crowd: key.map { Crowd($0, at: incident.openedAt) })
        if let key { (openGroups[key], newestGroups[key]) = (incident.id, incident.openedAt) }
        switch incident.scope {
        case .endpoint: openByEndpoint[incident.endpoint] = incident.id
        case .network: connection.begin(incident.id, at: now)
        case .host, .group, .fleet: break
        }
    }

    private mutating func rejoin(_ incident: Incident) {
        guard let parent = incident.parent else { return }
        stories[incident.id]?.isGathered = true
        stories[parent]?.crowd?.join(incident, roster.rules(of: incident.endpoint), at: incident.openedAt)
    }

    /// What opened within the window is counted with others again, and what is older never is.
    private mutating func regather(_ incident: Incident, at now: Timestamp) {
        guard let story = stories[incident.id], incident.quiet == nil else { return }
        let isRecent = incident.openedAt.duration(to: now) <= settings.grouping.window
        if isRecent, story.tellings.isEmpty, story.digests.isEmpty, incident.parent == nil { return }
        stories[incident.id]?.isGathered = true
        guard isRecent, let number = roster.number(of: incident.endpoint) else { return }
        let width = incident.parent.flatMap { stories[$0]?.incident.scope.width } ?? 0
        for key in roster.keys(of: number, kind: incident.kind) where key.scope.width > width {
            guard joinable(key, at: now) == nil else { continue }
            _ = gathering.insert(incident.id, into: key, at: incident.openedAt, window: settings.grouping.window)
        }
    }

    // MARK: Who was told

    private mutating func remember(_ notice: Notice, _ absorbed: AbsorbedGroups, at now: Timestamp) {
        paces.remember(notice, at: now)
        let (id, channel) = (notice.incident.id, notice.channel)
        switch notice.event {
        case .opened, .escalated:
            if notice.state != .dead { remember(told: notice, absorbed) }
            guard stories[id] != nil else { return }
            var telling = stories[id]?.tellings[channel] ?? Telling(notice)
            telling.opening = notice
            telling.lastAt = max(telling.lastAt, notice.dueAt)
            stories[id]?.tellings[channel] = telling
        case .raised, .reminder: remember(followUp: notice)
        case .digest: stories[id]?.digests[channel] = notice
        case .resolved: remember(end: notice, at: now)
        case .test: break
        }
    }

    /// That an incident of many endpoints which is open is over for the channel.
    private mutating func remember(end notice: Notice, at now: Timestamp) {
        let (id, channel) = (notice.incident.id, notice.channel)
        if let key = GroupKey(notice.incident) {
            newestGroups[key] = max(newestGroups[key] ?? notice.incident.openedAt, notice.incident.openedAt)
        }
        guard stories[id]?.crowd != nil else { return }
        _ = stories[id]?.crowd?.takeAbsorbed(knownTo: channel)
        guard notice.isHeld(at: now) else {
            stories[id]?.tellings[channel] = nil
            return
        }
        var telling = stories[id]?.tellings[channel] ?? Telling(of: notice)
        if telling.opening == nil { telling.members = max(1, telling.members) }
        telling.end = notice
        stories[id]?.tellings[channel] = telling
    }

    private mutating func remember(followUp notice: Notice) {
        let (id, channel) = (notice.incident.id, notice.channel)
        guard stories[id] != nil else { return }
        // Of an incident of many endpoints, those who were told of it may all be well again.
        var telling = stories[id]?.tellings[channel] ?? Telling(of: notice)
        if telling.opening == nil { telling.members = max(1, telling.members) }
        if notice.event == .raised, notice.state == .waiting {
            telling.beforeRise = telling.beforeRise ?? (telling.severity, telling.isFlapping)
        }
        telling.severity = max(telling.severity, notice.incident.severity)
        telling.isFlapping = telling.isFlapping || notice.incident.isFlapping
        telling.lastAt = max(telling.lastAt, notice.dueAt)
        if notice.state == .waiting { telling.followUps.append(notice) }
        stories[id]?.tellings[channel] = telling
    }

    private mutating func remember(told notice: Notice, _ absorbed: AbsorbedGroups) {
        let (endpoint, channel) = (notice.incident.endpoint, notice.channel)
        if notice.event == .opened {
            cooldowns.set(.init(at: notice.dueAt, severity: notice.incident.severity), of: endpoint, channel: channel)
        }
        if let parent = notice.incident.parent, stories[parent] != nil {
            if stories[notice.incident.id] == nil { stories[parent]?.crowd?.remember(endpoint) }
            if notice.event == .opened { count(notice, in: parent) }
        } else if notice.event == .opened, let parent = stories[notice.incident.id]?.incident.parent,
            notice.incident.parent == nil
        {
            noteTold(parent, at: notice.dueAt)
        } else if let (narrower, wider) = absorbed.find(notice, self) {
            if !isCombining(channel) {
                stories[wider]?.crowd?.remember(narrower, told: channel)
            } else if notice.event == .opened {
                count(notice, in: wider)
            } else {
                inherit(Telling(notice), channel: channel, by: wider)
            }
        }
    }
}
