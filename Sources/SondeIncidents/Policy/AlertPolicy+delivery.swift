package import SondeCore

extension AlertPolicy {
    /// Takes that a notice was sent, or given up. A channel that could not be told of an opening is not told of the end
    /// either, unless a later try tells it after all.
    package mutating func delivered(_ notice: Notice, at now: Timestamp) -> PolicyChanges {
        guard notice.state == .sent || notice.state == .dead else { return PolicyChanges() }
        return step(at: now) { policy, ledger in
            var entry = TimelineEntry(
                incident: notice.incident.id, at: notice.endedAt ?? now,
                kind: notice.state == .sent ? .told : .undelivered, text: notice.deliveryText)
            ledger.write(entry)
            if let group = policy.group(of: notice) {
                // The members share one message; the incident of all says so once.
                entry.incident = group
                if policy.stories[group]?.lastDelivery != entry { ledger.write(entry) }
                policy.stories[group]?.lastDelivery = entry
            }
            policy.remember(delivered: notice, &ledger)
        }
    }

    private mutating func remember(delivered notice: Notice, _ ledger: inout Ledger) {
        let id = notice.incident.id
        stories[id]?.remember(delivered: notice)
        guard var telling = stories[id]?.tellings[notice.channel], telling.opening?.id == notice.id else { return }
        telling.opening?.state = notice.state
        let wasUndelivered = telling.isUndelivered
        telling.isUndelivered = notice.state == .dead
        stories[id]?.tellings[notice.channel] = telling
        guard let opening = telling.opening, opening.event == .opened, wasUndelivered != telling.isUndelivered else {
            return
        }
        if telling.isUndelivered { uncount(opening, &ledger) } else { count(opening, in: group(of: opening)) }
    }
}

extension Notice {
    fileprivate var deliveryText: String {
        guard state == .sent else { return "\(channel) could not be told: \(fault ?? "no reason given")" }
        return fault.map { "\(whatWasTold) \($0)" } ?? whatWasTold
    }

    private var whatWasTold: String {
        switch event {
        case .opened, .test: return "\(channel) was told."
        case .raised: return "\(channel) was told that it is graver, or one of a row."
        case .reminder: return "\(channel) was reminded."
        case .escalated: return "\(channel) was told, because nobody acknowledged it."
        case .resolved: return "\(channel) was told that it is over."
        case .digest: return "\(channel) was told in a digest."
        }
    }
}
