package import SondeCore

/// What waits for one channel, and what goes next. Pure: time and chance are handed in.
///
/// One message is under way at a time. Among those that may go, the one that was tried least often goes first and then the
/// oldest, so that a message that the other side never takes holds up no other.
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
    private var limit: RateLimit
    /// By message: when it is tried again.
    private var retries: [String: Timestamp] = [:]
    private var faultsInARow = 0
    package private(set) var pausedUntil: Timestamp?

    /// - Parameter combines: Whether one message may tell incidents that have nothing in common.
    package init(combines: Bool, messagesPerMinute: Int) {
        self.combines = combines
        limit = RateLimit(perMinute: messagesPerMinute)
    }

    /// Takes a notice that waits. One that is known already is replaced as long as it was not tried and has no message: it may
    /// tell something newer, or later.
    package mutating func add(_ notice: Notice) {
        if let known = waiting[notice.id], known.message != nil || known.attempts > 0 { return }
        waiting[notice.id] = notice
    }

    /// What the queue knows of a notice is replaced, as long as it waits.
    mutating func replace(_ notice: Notice) {
        if waiting[notice.id] != nil { waiting[notice.id] = notice }
    }

    package mutating func remove(_ id: String) {
        waiting[id] = nil
    }

    /// Notices that are due and have no message yet.
    func unsorted(at now: Timestamp) -> [Notice] {
        waiting.values.filter { $0.message == nil && $0.dueAt <= now }
    }

    package mutating func next(at now: Timestamp) -> Step {
        let parcels = parcels(at: now)
        guard let parcel = parcels.min(by: Self.goesFirst) else { return .wait(until: earliest(after: now)) }
        if let pausedUntil, pausedUntil > now { return .wait(until: pausedUntil) }
        let free = limit.earliest(at: now)
        return free > now ? .wait(until: free) : .send(parcel)
    }

    /// A message is on its way.
    mutating func begin(at now: Timestamp) { limit.take(at: now) }

    /// The other side took a message.
    package mutating func succeeded(_ parcel: Parcel) {
        for notice in parcel.notices { waiting[notice.id] = nil }
        retries[parcel.key] = nil
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
        let notices = parcel.notices.map { notice in
            var notice = notice
            notice.attempts = attempts
            notice.fault = fault.sentence
            if isDead { (notice.state, notice.endedAt) = (.dead, now) }
            waiting[notice.id] = isDead ? nil : notice
            return notice
        }
        retries[parcel.key] =
            isDead ? nil : now.advanced(by: Backoff.pause(attempts: attempts, asked: fault.retryAfter, jitter: jitter))
        if !fault.isPermanent {
            faultsInARow += 1
            let pause = min(
                Backoff.pause(attempts: faultsInARow, asked: nil, jitter: jitter), Backoff.longestOfChannel)
            let asked = min(fault.retryAfter ?? .zero, Backoff.patience)
            pausedUntil = now.advanced(by: max(pause, asked))
        }
        return notices
    }
}

extension ChannelQueue {
    /// The messages that may go now, as far as the order of each incident allows.
    private func parcels(at now: Timestamp) -> [Parcel] {
        let order = TurnOrder(waiting.values, at: now)
        var known: [String: [Notice]] = [:]
        var new: [String: [Notice]] = [:]
        for notice in waiting.values where notice.dueAt <= now {
            if let message = notice.message {
                known[message, default: []].append(notice)
            } else if order.mayGo(notice) {
                new[bundle(of: notice), default: []].append(notice)
            }
        }
        let old = known.filter { key, notices in
            (retries[key] ?? now) <= now && notices.allSatisfy { order.mayGo($0) }
        }
        return old.map { Parcel(key: $0.key, notices: $0.value.sorted(by: TurnOrder.isEarlier), isNew: false) }
            + new.values.map { notices in
                let sorted = notices.sorted(by: TurnOrder.isEarlier)
                return Parcel(key: Self.key(of: sorted), notices: sorted, isNew: true)
            }
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

    private static func goesFirst(_ one: Parcel, _ other: Parcel) -> Bool {
        let (first, second) = (one.notices[0], other.notices[0])
        return (first.attempts, first.dueAt, first.id) < (second.attempts, second.dueAt, second.id)
    }

    /// When something may go that may not now; nil where nothing waits.
    private func earliest(after now: Timestamp) -> Timestamp? {
        waiting.values.lazy.map { notice in
            max(notice.dueAt, notice.message.flatMap { retries[$0] } ?? notice.dueAt)
        }.filter { $0 > now }.min()
    }
}

extension Notice {
    /// What messages of one story have in common: the incident of many that it is part of, or itself.
    var thread: String { incident.parent ?? incident.id }
}
