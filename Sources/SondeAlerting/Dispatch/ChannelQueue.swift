package import SondeCore

/// What waits for one channel, and what goes next. Pure: time and chance are handed in.
///
/// One message is under way at a time. Among those that may go, the one that was tried least often goes first and then the
/// oldest, so that a message that the other side never takes holds up no other. However much waits, one message costs
/// little: each waits for its time, then for its turn, and for the end of what has to go before it.
package struct ChannelQueue: Sendable {
    /// Several notices as one message.
    package struct Parcel: Sendable, Equatable {
        /// The idempotency key.
        package var key: String
        /// Oldest first; never empty.
        package var notices: [Notice]
        /// The notices do not have the key yet: it is to be stored before the message is sent.
        package var isNew: Bool
    }

    /// What is to be done now.
    package enum Step: Sendable, Equatable {
        case send(Parcel)
        /// Until that time, or until something arrives.
        case wait(until: Timestamp?)
    }

    package private(set) var waiting: [String: Notice] = [:]
    private let combines: Bool
    private let messagesPerMinute: Int
    private var limit: RateLimit
    private var turns = Turns()
    private var faultsInARow = 0
    package private(set) var pausedUntil: Timestamp?
    /// The newest time seen.
    private var newest: Timestamp?

    /// - Parameter combines: Whether one message may tell incidents that have nothing in common.
    package init(combines: Bool, messagesPerMinute: Int) {
        self.combines = combines
        self.messagesPerMinute = messagesPerMinute
        limit = RateLimit(perMinute: messagesPerMinute)
    }

    /// Takes a notice that waits. One that is known already is replaced as long as it was not tried and has no message: it may
    /// tell something newer, or later.
    package mutating func add(_ notice: Notice) {
        if let known = waiting[notice.id], known.message != nil || known.attempts > 0 { return }
        put([notice])
    }

    /// What the queue knows of notices is replaced, as long as they wait.
    mutating func replace(_ notices: [Notice]) {
        put(notices.filter { waiting[$0.id] != nil })
    }

    package mutating func remove(_ id: String) { remove([id]) }

    mutating func remove(_ ids: some Sequence<String>) {
        var units: Set<String> = []
        for id in ids {
            if let unit = discard(id) { units.insert(unit) }
        }
        for unit in units { turns.schedule(unit, waiting) }
    }

    package mutating func next(at now: Timestamp) -> Step {
        see(now)
        guard let unit = turns.next(waiting, at: now) else { return .wait(until: turns.earliest(waiting)) }
        if let pausedUntil, pausedUntil > now { return .wait(until: pausedUntil) }
        let free = limit.earliest(at: now)
        return free > now ? .wait(until: free) : .send(parcel(of: unit, at: now))
    }

    /// A message is on its way.
    mutating func begin(at now: Timestamp) { limit.take(at: now) }

    /// The other side took a message.
    package mutating func succeeded(_ parcel: Parcel) {
        remove(parcel.notices.map(\.id))
        turns.retries[parcel.key] = nil
        faultsInARow = 0
        pausedUntil = nil
    }

    /// The other side did not take a message.
    ///
    /// - Parameter jitter: 0 to 1, by chance.
    /// - Returns: The notices as they are now: waiting for the next try, or dead.
    mutating func failed(_ parcel: Parcel, _ fault: DeliveryFault, at now: Timestamp, jitter: Double) -> [Notice] {
        let attempts = (parcel.notices.map(\.attempts).max() ?? 0) + 1
        let isOld = parcel.notices.allSatisfy { $0.dueAt.duration(to: now) >= Backoff.patience }
        let isDead = fault.isPermanent || isOld
        turns.retries[parcel.key] =
            isDead ? nil : now.advanced(by: Backoff.pause(attempts: attempts, asked: fault.retryAfter, jitter: jitter))
        let notices = parcel.notices.map { notice in
            var notice = notice
            notice.attempts = attempts
            notice.fault = fault.sentence
            if isDead { (notice.state, notice.endedAt) = (.dead, now) }
            return notice
        }
        if isDead { remove(notices.map(\.id)) } else { put(notices) }
        if !fault.isPermanent {
            faultsInARow += 1
            let pause = min(
                Backoff.pause(attempts: faultsInARow, asked: nil, jitter: jitter), Backoff.longestOfChannel)
            let asked = min(fault.retryAfter ?? .zero, Backoff.patience)
            pausedUntil = now.advanced(by: max(pause, asked))
        }
        return notices
    }

    // MARK: What waits

    private mutating func put(_ notices: [Notice]) {
        var units: Set<String> = []
        for notice in notices {
            if let known = waiting[notice.id],
                (known.message, known.thread, known.createdAt) != (notice.message, notice.thread, notice.createdAt),
                let unit = discard(notice.id)
            {
                units.insert(unit)
            }
            let isNews = waiting.updateValue(notice, forKey: notice.id) == nil
            if isNews { turns.didAdd(notice, bundle: bundle(of: notice), waiting) }
            units.insert(notice.unit)
        }
        for unit in units { turns.schedule(unit, waiting) }
    }

    /// Returns what it had its turn with.
    private mutating func discard(_ id: String) -> String? {
        guard let notice = waiting[id] else { return nil }
        turns.willRemove(notice, bundle: bundle(of: notice), waiting)
        waiting[id] = nil
        return notice.unit
    }

    // MARK: A clock that is set back

    /// Nobody waits for a time that is far away only because a clock was wrong.
    private mutating func see(_ now: Timestamp) {
        guard let newest, now < newest.advanced(by: .zero - Self.tolerance) else {
            self.newest = max(newest ?? now, now)
            return
        }
        self.newest = now
        pausedUntil = nil
        limit = RateLimit(perMinute: messagesPerMinute)
        // What was due is due; what was held is held for as long as before.
        let step = newest.duration(to: now)
        for notice in waiting.values where notice.dueAt > now {
            waiting[notice.id]?.dueAt = max(now, notice.dueAt.advanced(by: step))
        }
        turns = Turns()
        for notice in waiting.values { turns.didAdd(notice, bundle: bundle(of: notice), waiting) }
        for unit in Set(waiting.values.map(\.unit)) { turns.schedule(unit, waiting) }
    }

    /// By less than that a clock may be set back without a word.
    private static let tolerance: Duration = .seconds(60)

    // MARK: What goes together

    private mutating func parcel(of unit: String, at now: Timestamp) -> Parcel {
        guard let first = waiting[unit], first.message == nil else {
            let notices = turns.notices(of: unit, waiting).sorted(by: TurnOrder.isEarlier)
            return Parcel(key: unit, notices: notices, isNew: false)
        }
        let together = turns.bundled(bundle(of: first), waiting).filter { $0.dueAt <= now }
        var notices: [Notice] = []
        for notice in together where turns.order.mayGo(notice, in: waiting, at: now) { notices.append(notice) }
        notices.sort(by: TurnOrder.isEarlier)
        return Parcel(key: Self.key(of: notices), notices: notices, isNew: true)
    }

    /// What goes together has the same text here.
    private func bundle(of notice: Notice) -> String {
        let kind =
            switch notice.event {
            case .resolved, .digest, .test: notice.event.rawValue
            case .opened, .raised, .reminder, .escalated: "open"
            }
        return combines || notice.event == .digest ? kind : kind + " " + notice.thread
    }

    /// Never the id of a notice, which is the key of one that was to go alone from the beginning.
    private static func key(of notices: [Notice]) -> String {
        let ids = notices.map(\.id).joined(separator: ",")
        return "\(notices.count)-\(notices[0].id)-\(String(StableHash.of(ids), radix: 36))"
    }
}

extension Notice {
    /// What messages of one story have in common: the incident of many that it is part of, or itself.
    var thread: String { incident.parent ?? incident.id }

    /// What has its turn as one: its message, or itself while it has none.
    fileprivate var unit: String { message ?? id }
}
