import SondeCore

/// The part of one channel in an incident of many endpoints. It is over for the channel once all members that are
/// routed to it are, whoever else still waits for others. If one comes later, that is a new opening for the channel.
extension AlertPolicy {
    /// A member changed since `old`.
    mutating func memberChanged(from old: Incident, _ ledger: inout Ledger) {
        guard let new = stories[old.id]?.incident, let parent = new.parent, stories[parent] != nil else { return }
        let rules = roster.rules(of: new.endpoint)
        stories[parent]?.crowd?.change(from: old, to: new, rules)
        reviveParts(of: parent, on: rules.map(\.channel), &ledger)
        ledger.mark(group: parent)
    }

    /// Tells the channels whose members are all over. One that no rule of a member names any more is told with the end
    /// of the whole.
    mutating func endParts(of id: String, _ ledger: inout Ledger) {
        let over = stories[id]?.crowd?.routes.parts.filter { $0.value.open == 0 } ?? [:]
        for (channel, part) in over.sorted(by: { $0.key < $1.key }) {
            endPart(of: id, on: channel, part, &ledger)
        }
    }

    private mutating func endPart(of id: String, on channel: String, _ part: Routes.Part, _ ledger: inout Ledger) {
        guard stories[id]?.tellings[channel]?.end == nil, var incident = stories[id]?.incident else { return }
        incident.closedAt = ledger.now
        if let telling = takeBack(id, channel, &ledger), telling.isTold, part.sendsResolved {
            let end = resolve(incident, on: channel, notBefore: telling.certainAt(ledger.now), &ledger)
            stories[id]?.tellings[channel]?.end = end
        } else {
            stories[id]?.tellings[channel] = nil
        }
        let absorbed = stories[id]?.crowd?.takeAbsorbed(knownTo: channel) ?? []
        for narrower in absorbed where part.sendsResolved { endAbsorbed(narrower, on: channel, &ledger) }
    }

    /// A channel that knows a narrower one by its own name is told of its end by it.
    mutating func endAbsorbed(_ narrower: Incident, on channel: String, _ ledger: inout Ledger) {
        var over = narrower
        over.closedAt = ledger.now
        resolve(over, on: channel, notBefore: ledger.now, &ledger)
    }

    /// Members are open again on channels whose part was over: where the end was not told yet, it never was.
    mutating func reviveParts(of id: String, on channels: [String], _ ledger: inout Ledger) {
        for channel in channels {
            guard let end = stories[id]?.tellings[channel]?.end,
                stories[id]?.crowd?.routes.parts[channel]?.open ?? 0 > 0
            else { continue }
            if end.isHeld(at: ledger.now) {
                drop(end, &ledger)
                stories[id]?.tellings[channel]?.end = nil
            } else {
                stories[id]?.tellings[channel] = nil
            }
        }
    }

    /// The gravest that a channel hears of: of an incident of many endpoints, of those members that are routed to it.
    func severity(of incident: Incident, on channel: String) -> Severity {
        stories[incident.id]?.crowd?.routes.parts[channel]?.severity ?? incident.severity
    }
}
