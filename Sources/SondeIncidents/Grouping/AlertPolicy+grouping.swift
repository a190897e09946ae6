import SondeCore

/// Endpoints that fail together become one incident.
///
/// An incident joins the open one that fits, the narrowest first: of its host, of its group, of all; but none that no
/// other endpoint has joined for long. Where enough opened within the window, the scope that names the most of them
/// becomes an incident, of equals the narrowest; it takes over the narrower ones of its members. Who was told of one of
/// those is told of the wider one as the same story. An incident that nobody may be told of yet is counted from the
/// moment on at which somebody may.
extension AlertPolicy {
    /// How many windows after the newest endpoint others still join. What fails later is another story, and who is told
    /// of it is not to wait for an endpoint that stays down for days.
    static let windowsOpenToOthers = 5
    /// So many endpoints at least make an incident of all: a share of few is no storm.
    static let leastOfFleet = 5

    /// The newest open incident of many endpoints of a key, if others still join it.
    func joinable(_ key: GroupKey, at now: Timestamp) -> String? {
        guard let id = openGroups[key], let crowd = stories[id]?.crowd, !crowd.open.isEmpty else { return nil }
        return crowd.newestAt.duration(to: now) <= settings.grouping.window * Self.windowsOpenToOthers ? id : nil
    }

    /// Looks at a new incident together with others.
    mutating func gather(_ id: String, _ ledger: inout Ledger) {
        stories[id]?.isGathered = true
        guard settings.grouping.isEnabled, let incident = stories[id]?.incident, incident.parent == nil,
            let number = roster.number(of: incident.endpoint)
        else { return }
        let keys = roster.keys(of: number, kind: incident.kind)
        let fitting = keys.compactMap { joinable($0, at: ledger.now) }.first
        if let fitting { join(id, fitting, &ledger) }
        var best: (key: GroupKey?, count: Int) = (nil, fitting.flatMap { stories[$0]?.crowd?.endpoints.count } ?? 0)
        let width = fitting.flatMap { stories[$0]?.incident.scope.width } ?? 0
        for key in keys where key.scope.width > width && joinable(key, at: ledger.now) == nil {
            let count = gathering.insert(id, into: key, at: ledger.now, window: settings.grouping.window)
            if count >= needed(key), count > best.count { best = (key, count) }
        }
        if let key = best.key { form(key, &ledger) }
    }

    /// How many endpoints make an incident of a kind of scope; never fewer than two.
    private func needed(_ key: GroupKey) -> Int {
        let least = max(2, settings.grouping.least)
        guard key.name == .fleet else { return least }
        return max(least, Self.leastOfFleet, Int((settings.grouping.share * Double(roster.enabledCount)).rounded(.up)))
    }

    /// It is not counted any more: it is over, or nobody may be told.
    mutating func leaveGathering(_ id: String) {
        stories[id]?.isGathered = false
        remove(id, upTo: .fleet)
    }

    private mutating func remove(_ id: String, upTo scope: Incident.Scope) {
        guard let incident = stories[id]?.incident, let number = roster.number(of: incident.endpoint) else { return }
        for key in roster.keys(of: number, kind: incident.kind) where key.scope.width <= scope.width {
            gathering.remove(id, from: key)
        }
    }

    // MARK: Becoming one

    private mutating func form(_ key: GroupKey, _ ledger: inout Ledger) {
        let ids = gathering.take(key)
        let members = ids.compactMap { stories[$0]?.incident }
        guard let first = members.min(by: { ($0.openedAt, $0.id) < ($1.openedAt, $1.id) }) else { return }
        let openedAt = freeTime(key, from: first.openedAt)
        let group = Incident(
            id: Incident.identifier(of: key.title, openedAt: openedAt), endpoint: key.title, scope: key.scope,
            kind: key.kind, severity: members.map(\.severity).max() ?? first.severity, openedAt: openedAt, reason: "")
        stories[group.id] = Story(group, crowd: Crowd(key, at: ledger.now))
        openGroups[key] = group.id
        newestGroups[key] = openedAt
        let woken = members.compactMap { stories[$0.id] }.map { $0.wokenAt ?? $0.incident.openedAt }.min()
        stories[group.id]?.wokenAt = woken
        for member in members {
            guard let parent = stories[member.id]?.incident.parent else {
                join(member.id, group.id, &ledger)
                continue
            }
            if parent != group.id { absorb(parent, into: group.id, &ledger) }
        }
        ledger.open(group: group.id)
        ledger.step(.opened, of: group.id, stories[group.id]?.incident.reason ?? "")
    }

    /// Another time than that of any incident of the same name, so that their ids differ: what was held back or silenced
    /// may have opened together with one that was told, or is over, before.
    private func freeTime(_ key: GroupKey, from time: Timestamp) -> Timestamp {
        var time = time
        while newestGroups[key] == time || stories[Incident.identifier(of: key.title, openedAt: time)] != nil {
            time = time.advanced(by: .microseconds(1))
        }
        return time
    }

    private mutating func join(_ id: String, _ group: String, _ ledger: inout Ledger) {
        guard let incident = stories[id]?.incident else { return }
        stories[id]?.incident.parent = group
        ledger.change(id)
        ledger.step(
            .joined, of: id, "It became part of the incident of \(stories[group]?.incident.endpoint ?? "many").")
        stories[group]?.crowd?.join(incident, roster.rules(of: incident.endpoint), at: ledger.now)
        for telling in (stories[id]?.tellings ?? [:]).values where !(telling.opening?.isHeld(at: ledger.now) ?? false) {
            noteTold(group, at: telling.firstBeforeEscalation)
        }
        reviveParts(of: group, on: roster.rules(of: incident.endpoint).map(\.channel), &ledger)
        ledger.mark(group: group)
        restate(group, &ledger)
        raiseGroup(group, to: incident.severity, &ledger)
        if let scope = stories[group]?.incident.scope { remove(id, upTo: scope) }
        renewHeld(id, &ledger)
    }

    /// Somebody was told of a member of it.
    mutating func noteTold(_ group: String, at time: Timestamp?) {
        guard let time, stories[group]?.firstToldAt.map({ time < $0 }) ?? true else { return }
        stories[group]?.firstToldAt = time
    }

    /// Says anew how many they are, and why.
    private mutating func restate(_ group: String, _ ledger: inout Ledger) {
        guard let crowd = stories[group]?.crowd else { return }
        stories[group]?.incident.reason = crowd.reason(size: roster.size(of: crowd.key.name))
        ledger.change(group)
    }

    mutating func raiseGroup(_ group: String, to severity: Severity, _ ledger: inout Ledger) {
        guard let known = stories[group]?.incident, known.severity < severity else { return }
        stories[group]?.incident.severity = severity
        ledger.change(group)
        ledger.step(.raised, of: group, "Its severity rose to \(severity).")
    }

    /// It is over. A newer one of the same key may be open, and stays.
    mutating func forget(group id: String, _ key: GroupKey) {
        stories[id] = nil
        if openGroups[key] == id { openGroups[key] = nil }
    }

    // MARK: Taking over a narrower one

    /// The narrower one is over without anybody being told. A channel that can tell many incidents at once is told of
    /// the wider one as the same story; any other knows the narrower one by its own name, and is told of its end by it.
    private mutating func absorb(_ narrower: String, into group: String, _ ledger: inout Ledger) {
        guard let crowd = stories[narrower]?.crowd else { return }
        for id in crowd.openInOrder { join(id, group, &ledger) }
        for channel in stories[narrower]?.tellings.keys.sorted() ?? [] { takeBackHeld(narrower, channel, &ledger) }
        guard var incident = stories[narrower]?.incident, let tellings = stories[narrower]?.tellings else { return }
        incident.closedAt = ledger.now
        stories[group]?.crowd?.adopt(crowd) { [roster] in roster.rules(of: $0) }
        restate(group, &ledger)
        for (channel, telling) in tellings.sorted(by: { $0.key < $1.key }) where telling.isTold {
            if isCombining(channel) {
                inherit(telling, channel: channel, by: group)
            } else {
                stories[group]?.crowd?.remember(incident, told: channel)
            }
        }
        let wider = stories[group]?.incident.endpoint ?? "many"
        ledger.step(.closed, of: narrower, "It became part of the incident of \(wider).")
        ledger.close(incident)
        forget(group: narrower, crowd.key)
    }

    /// What was told under a narrower name counts as told under this one.
    mutating func inherit(_ telling: Telling, channel: String, by group: String) {
        guard var known = stories[group]?.tellings[channel] else {
            var inherited = telling
            inherited.members += telling.opening == nil ? 0 : 1
            inherited.opening = nil
            inherited.followUps = []
            stories[group]?.tellings[channel] = inherited
            return
        }
        known.members += telling.members + (telling.opening == nil ? 0 : 1)
        known.firstAt = min(known.firstAt, telling.firstAt)
        known.lastAt = max(known.lastAt, telling.lastAt)
        known.severity = max(known.severity, telling.severity)
        stories[group]?.tellings[channel] = known
    }
}
