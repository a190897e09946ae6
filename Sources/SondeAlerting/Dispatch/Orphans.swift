import SondeCore

/// What waits for channels that are not configured any more. One that comes back takes it; what nobody has asked for within
/// Sonde's patience is given up. Pure.
struct Orphans: Sendable {
    private var notices: [String: Notice] = [:]

    /// Takes what waits; what is withdrawn waits no longer.
    mutating func take(_ others: [Notice]) {
        for notice in others { notices[notice.id] = notice.state == .waiting ? notice : nil }
    }

    mutating func remove(_ ids: [String]) {
        for id in ids { notices[id] = nil }
    }

    /// Gives all of them away.
    mutating func handOver() -> [Notice] {
        defer { notices = [:] }
        return Array(notices.values)
    }

    /// When the next one is given up; nil without any.
    var deadline: Timestamp? { notices.values.lazy.map(Self.deadline).min() }

    /// Gives up those that have waited for too long.
    ///
    /// - Returns: They, as dead letters.
    mutating func giveUp(at now: Timestamp) -> [Notice] {
        let old = notices.values.filter { Self.deadline(of: $0) <= now }.sorted(by: TurnOrder.isEarlier)
        remove(old.map(\.id))
        return old.map { notice in
            var notice = notice
            (notice.state, notice.endedAt) = (.dead, now)
            notice.fault = "The channel \(notice.channel) is configured no longer."
            return notice
        }
    }

    private static func deadline(of notice: Notice) -> Timestamp { notice.dueAt.advanced(by: Backoff.patience) }
}
