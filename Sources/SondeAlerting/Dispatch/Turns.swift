import SondeCore

/// Which message of those that wait may go first.
///
/// A unit is what has its turn as one: a message that has its key, by that key, or a notice that has none yet, by its id.
/// Each waits for its time, then among those that are ready for being the first, and where something of its thread has to go
/// before it, apart from them until that is gone. What is found to be stale is put right when it comes to the top.
struct Turns: Sendable {
    private struct Alarm: Comparable {
        var at: Timestamp
        var unit: String

        static func < (one: Alarm, other: Alarm) -> Bool { (one.at, one.unit) < (other.at, other.unit) }
    }

    private struct Rank: Comparable {
        var attempts: Int
        var dueAt: Timestamp
        var unit: String

        static func < (one: Rank, other: Rank) -> Bool {
            (one.attempts, one.dueAt, one.unit) < (other.attempts, other.dueAt, other.unit)
        }
    }

    /// By message: when it is tried again.
    var retries: [String: Timestamp] = [:]
    var order = TurnOrder()
    private var later = Heap<Alarm>()
    private var ready = Heap<Rank>()
    /// Units that have to wait for others, by the thread.
    private var blocked: [String: Set<String>] = [:]
    /// Ids of the notices that have a message, by its key.
    private var messages: [String: Set<String>] = [:]
    /// Ids of those that have none, by what goes together.
    private var bundles: [String: Set<String>] = [:]

    mutating func didAdd(_ notice: Notice, bundle: String, _ waiting: [String: Notice]) {
        if let message = notice.message {
            messages[message, default: []].insert(notice.id)
        } else {
            bundles[bundle, default: []].insert(notice.id)
        }
        order.add(notice)
        if isFirst(notice, waiting) { release(notice.thread, waiting) }
    }

    mutating func willRemove(_ notice: Notice, bundle: String, _ waiting: [String: Notice]) {
        let wasFirst = isFirst(notice, waiting)
        if let message = notice.message {
            messages[message]?.remove(notice.id)
            if messages[message]?.isEmpty == true { messages[message] = nil }
        } else {
            bundles[bundle]?.remove(notice.id)
            if bundles[bundle]?.isEmpty == true { bundles[bundle] = nil }
        }
        if wasFirst { release(notice.thread, waiting) }
    }

    private mutating func isFirst(_ notice: Notice, _ waiting: [String: Notice]) -> Bool {
        notice.event != .digest && order.first(of: notice.thread, in: waiting)?.id == notice.id
    }

    private mutating func release(_ thread: String, _ waiting: [String: Notice]) {
        for unit in blocked.removeValue(forKey: thread) ?? [] { schedule(unit, waiting) }
    }

    /// Looks at a unit when its time comes. To be called for each whose notices or times have changed.
    mutating func schedule(_ unit: String, _ waiting: [String: Notice]) {
        if let time = time(of: notices(of: unit, waiting), unit) { later.insert(Alarm(at: time, unit: unit)) }
    }

    /// The first of those that may go now.
    mutating func next(_ waiting: [String: Notice], at now: Timestamp) -> String? {
        while let alarm = later.first, alarm.at <= now {
            later.removeFirst()
            if let rank = rank(of: notices(of: alarm.unit, waiting), alarm.unit) { ready.insert(rank) }
        }
        while let top = ready.first {
            let notices = notices(of: top.unit, waiting)
            let isCurrent = rank(of: notices, top.unit) == top && time(of: notices, top.unit).map { $0 <= now } ?? false
            if isCurrent {
                guard let thread = blocker(of: notices, waiting, at: now) else { return top.unit }
                blocked[thread, default: []].insert(top.unit)
            }
            ready.removeFirst()
            if !isCurrent { putRight(top.unit, notices, at: now) }
        }
        return nil
    }

    /// Something has changed since it became ready.
    private mutating func putRight(_ unit: String, _ notices: [Notice], at now: Timestamp) {
        guard let rank = rank(of: notices, unit), let time = time(of: notices, unit) else { return }
        if time > now { later.insert(Alarm(at: time, unit: unit)) } else { ready.insert(rank) }
    }

    /// When something may go that may not now; nil where nothing waits.
    mutating func earliest(_ waiting: [String: Notice]) -> Timestamp? {
        while let alarm = later.first {
            if time(of: notices(of: alarm.unit, waiting), alarm.unit) == alarm.at { return alarm.at }
            later.removeFirst()
        }
        return nil
    }

    // MARK: Units

    func notices(of unit: String, _ waiting: [String: Notice]) -> [Notice] {
        if let ids = messages[unit] { return ids.compactMap { waiting[$0] } }
        return waiting[unit].map { $0.message == nil ? [$0] : [] } ?? []
    }

    func bundled(_ bundle: String, _ waiting: [String: Notice]) -> [Notice] {
        bundles[bundle]?.compactMap { waiting[$0] } ?? []
    }

    private func time(of notices: [Notice], _ unit: String) -> Timestamp? {
        guard let due = notices.map(\.dueAt).max() else { return nil }
        return max(due, retries[unit] ?? due)
    }

    private func rank(of notices: [Notice], _ unit: String) -> Rank? {
        guard let first = notices.min(by: TurnOrder.isEarlier) else { return nil }
        return Rank(attempts: first.attempts, dueAt: first.dueAt, unit: unit)
    }

    /// The thread in which something has to go before it.
    private mutating func blocker(
        of notices: [Notice], _ waiting: [String: Notice], at now: Timestamp
    ) -> String? {
        for notice in notices where !order.mayGo(notice, in: waiting, at: now) { return notice.thread }
        return nil
    }
}
