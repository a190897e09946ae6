import SondeCore

/// What the policy remembers of one open incident.
struct Story: Sendable {
    var incident: Incident
    /// When it opened, by the clock as it goes now.
    var openedAt: Timestamp
    /// Who was told, by channel.
    var tellings: [String: Telling] = [:]
    /// The notices for the digest, by channel.
    var digests: [String: Notice] = [:]
    /// It may be told, and was looked at together with others.
    var isGathered = false
    /// When it ceased to be quiet, or an acknowledgement was taken back: escalation is counted from then on. Not
    /// stored.
    var wokenAt: Timestamp?
    /// Of an incident of many endpoints: when the first was told of a member that was not one yet.
    var firstToldAt: Timestamp?
    /// A channel was told of another one of the endpoint a short while ago, and nobody was told of this one yet.
    var isCooling = false
    /// When it is to be looked at again.
    var nextLook: Timestamp?
    /// The newest step of a delivery, which the notices of one message have in common.
    var lastDelivery: TimelineEntry?
    /// Of an incident of many endpoints: who they are.
    var crowd: Crowd?

    init(_ incident: Incident, crowd: Crowd? = nil) {
        self.incident = incident
        openedAt = incident.openedAt
        self.crowd = crowd
    }

    /// A notice other than an opening waits no longer.
    mutating func remember(delivered notice: Notice) {
        let channel = notice.channel
        if digests[channel]?.id == notice.id { digests[channel]?.state = notice.state }
        if tellings[channel]?.end?.id == notice.id { tellings[channel]?.end?.state = notice.state }
        if let place = tellings[channel]?.followUps.firstIndex(where: { $0.id == notice.id }) {
            tellings[channel]?.followUps[place].state = notice.state
        }
    }

    /// Since when nobody does anything about it although somebody could: since the first were told, apart from those to
    /// whom it was escalated.
    var waitingSince: Timestamp {
        let told =
            (tellings.values.compactMap(\.firstBeforeEscalation) + [firstToldAt].compactMap(\.self)).min() ?? openedAt
        return wokenAt.map { max($0, told) } ?? told
    }
}

/// That a channel was told of an incident, or will be.
struct Telling: Sendable {
    /// The first notice; nil for an incident of many endpoints that was told by those of its members.
    var opening: Notice?
    /// Of an incident of many endpoints: how many members were told under its name and are not dropped.
    var members = 0
    /// The gravest that was told.
    var severity: Severity
    var isFlapping: Bool
    /// When the first notice goes out.
    var firstAt: Timestamp
    /// When the newest notice goes out.
    var lastAt: Timestamp
    /// Later notices that may still wait.
    var followUps: [Notice] = []
    /// What was known before a rise that may still wait: if it is taken back, the channel never heard of it.
    var beforeRise: (severity: Severity, isFlapping: Bool)?
    /// The channel could not be told, for good: neither is it told of the end.
    var isUndelivered = false
    /// Of an incident of many endpoints: that the part of the channel is over.
    var end: Notice?
    /// What the cooldown went by before.
    var cooldownBefore: Cooldowns.Opening?

    init(_ opening: Notice) {
        self.init(of: opening)
        self.opening = opening
        isUndelivered = opening.state == .dead
    }

    /// - Parameter notice: That tells of it, or of a member.
    init(of notice: Notice) {
        severity = notice.incident.severity
        isFlapping = notice.incident.isFlapping
        (firstAt, lastAt) = (notice.dueAt, notice.dueAt)
    }

    var isEscalation: Bool { opening?.event == .escalated }

    /// Forgets the later notices that were taken back, and what only they told.
    mutating func forget(taken: (Notice) -> Bool) {
        let forgotten = followUps.filter(taken)
        followUps.removeAll(where: taken)
        guard let beforeRise, forgotten.contains(where: { $0.event == .raised }) else { return }
        (severity, isFlapping) = beforeRise
        self.beforeRise = nil
    }

    /// Notes what the channel knows before it is told more.
    mutating func noteRise(at now: Timestamp) {
        guard !followUps.contains(where: { $0.event == .raised && $0.isHeld(at: now) }) else { return }
        beforeRise = (severity, isFlapping)
    }

    /// When it was told, apart from escalation; nil if it is over for the channel.
    var firstBeforeEscalation: Timestamp? { isEscalation || end != nil ? nil : firstAt }

    /// Whether the channel knows of it, so that it has to be told of the end.
    var isTold: Bool { end == nil && (members > 0 || opening != nil && !isUndelivered) }

    /// When everything has gone out that is not held: an end is not told before.
    func certainAt(_ now: Timestamp) -> Timestamp {
        [opening?.dueAt, lastAt].compactMap(\.self).filter { $0 <= now.advanced(by: Notice.instant) }.max() ?? now
    }

    /// The incident of many endpoints under whose name it was told.
    var parent: String? { opening?.incident.parent }
}

extension Notice {
    /// A notice goes out within so long of its time, whatever happens.
    fileprivate static let instant: Duration = .seconds(1)

    /// Whether it still waits for its time, so that it may be taken back.
    func isHeld(at now: Timestamp) -> Bool { state == .waiting && dueAt > now.advanced(by: Self.instant) }
}
