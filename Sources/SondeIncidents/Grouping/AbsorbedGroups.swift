import SondeCore

/// Which incidents of many endpoints were taken over by wider ones that are open now, as the notices of the outbox tell
/// it after a restart.
///
/// One that is over in any other way was told to be over on each channel that knew of it. So one that is not open, and
/// whose end a channel was not told, was taken over; unless the end of a wider one was told later, which was its end
/// too.
struct AbsorbedGroups {
    /// By the narrower one: the one that an open member belongs to now.
    private var wider: [String: String] = [:]
    /// When the newest ends were told, by incident and channel.
    private var ends: [[String]: Timestamp] = [:]
    private var endsOfGroups: [Notice] = []

    init(_ notices: [Notice], _ policy: AlertPolicy) {
        for notice in notices where notice.state != .dropped {
            if notice.event == .resolved {
                ends[[notice.incident.id, notice.channel]] = notice.createdAt
                if GroupKey(notice.incident) != nil { endsOfGroups.append(notice) }
            }
            guard let parent = notice.incident.parent, policy.stories[parent] == nil else { continue }
            if let now = policy.stories[notice.incident.id]?.incident.parent { wider[parent] = now }
        }
    }

    /// What a notice told of, by its own name, and the open incident that it is part of now; nil if that is not so.
    func find(_ notice: Notice, _ policy: AlertPolicy) -> (narrower: Incident, wider: String)? {
        guard let narrower = told(notice, policy), policy.stories[narrower.id] == nil,
            ends[[narrower.id, notice.channel]].map({ $0 < notice.createdAt }) ?? true
        else { return nil }
        if let known = wider[narrower.id] {
            let isOver = ends[[known, notice.channel]].map { $0 >= notice.createdAt } ?? false
            return isOver ? nil : (narrower, known)
        }
        let open = policy.stories.values.filter { isWider($0.incident, than: narrower) && fits(narrower, $0, policy) }
        let over = endsOfGroups.filter { end in
            end.channel == notice.channel && end.createdAt >= notice.createdAt && isWider(end.incident, than: narrower)
        }
        // Of several of one key, it was the one that opened at about the same time.
        let nearest = (open.map(\.incident) + over.map(\.incident)).min {
            (distance($0, narrower), $0.scope.width, $0.id) < (distance($1, narrower), $1.scope.width, $1.id)
        }
        guard let nearest, !over.contains(where: { $0.incident.id == nearest.id }) else { return nil }
        return (narrower, nearest.id)
    }

    private func isWider(_ incident: Incident, than narrower: Incident) -> Bool {
        GroupKey(incident) != nil && incident.kind == narrower.kind && incident.scope.width > narrower.scope.width
    }

    private func distance(_ first: Incident, _ second: Incident) -> Int64 {
        abs(first.openedAt.microseconds - second.openedAt.microseconds)
    }

    /// The incident of many endpoints under whose name a channel was told.
    private func told(_ notice: Notice, _ policy: AlertPolicy) -> Incident? {
        if notice.event == .escalated, GroupKey(notice.incident) != nil { return notice.incident }
        guard notice.event == .opened, let id = notice.incident.parent else { return nil }
        return Self.group(id, of: notice.incident, policy.roster, at: policy.startedAt)
    }

    /// The id says what of, and since when.
    private static func group(_ id: String, of member: Incident, _ roster: Roster, at now: Timestamp) -> Incident? {
        guard let number = roster.number(of: member.endpoint),
            let opened = id.split(separator: "-").first.flatMap({ Int64($0, radix: 36) })
        else { return nil }
        let openedAt = Timestamp(microseconds: opened)
        let key = roster.keys(of: number, kind: member.kind).first {
            Incident.identifier(of: $0.title, openedAt: openedAt) == id
        }
        return key.map {
            Incident(
                id: id, endpoint: $0.title, scope: $0.scope, kind: $0.kind, severity: member.severity,
                openedAt: openedAt, closedAt: now, reason: "It became part of a wider incident.")
        }
    }

    /// Whether endpoints of the narrower one belong to the wider one: all endpoints do, and those of a group that one
    /// of its members shares the host with.
    private func fits(_ narrower: Incident, _ story: Story, _ policy: AlertPolicy) -> Bool {
        guard let crowd = story.crowd else { return false }
        return crowd.key.name == .fleet
            || crowd.endpoints.contains { endpoint in
                policy.roster.number(of: endpoint).map { number in
                    policy.roster.keys(of: number, kind: narrower.kind).contains { $0.title == narrower.endpoint }
                } ?? false
            }
    }
}
