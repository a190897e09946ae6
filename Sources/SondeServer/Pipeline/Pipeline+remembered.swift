import SondeCore
import SondeIncidents

/// What the store could say of alerts at the start, by id: all of that is known here, whatever became of it since.
struct KnownAlerts: Sendable {
    var incidents: Set<String> = []
    var notices: Set<String> = []
    var silences: Set<String> = []

    init() {}

    init(_ open: [Incident], _ remembered: RememberedAlerts) {
        incidents = Set(open.map(\.id))
        notices = Set(remembered.notices.map(\.id))
        silences = Set(remembered.silences.map(\.id))
    }
}

/// The store was away at the start, and is back.
extension Pipeline {
    /// Takes over what the store remembers of alerts and could not say at the start. Only what is from before the start
    /// counts: of everything else more is known here.
    ///
    /// Silences hold from now on. An incident that is open there is over, because nobody here knows it: whoever was told of
    /// it is told that. What still waits of it is dropped; other notices that wait are told.
    ///
    /// - Parameter open: The incidents that are open in the store.
    func adopt(_ remembered: RememberedAlerts, open: [Incident]) {
        for silence in remembered.silences where silence.endedAt == nil && silence.createdAt < startedAt {
            guard !knownAtStart.silences.contains(silence.id) else { continue }
            decide { $0.add(silence, at: clock.now) }
        }
        let lost = open.filter { isUnknown($0) }
        let ids = Set(lost.map(\.id))
        let notices = remembered.notices.filter { $0.createdAt < startedAt && !knownAtStart.notices.contains($0.id) }
        let isStale: (Notice) -> Bool = { notice in
            // What has a message may have been sent: it is sent again, with the same key, and then its end.
            notice.state == .waiting && notice.event != .resolved && notice.message == nil && notice.attempts == 0
                && ids.contains(notice.incident.id)
        }
        let kept = notices.filter { !isStale($0) }
        // Before their ends: the dispatcher learns what the channels gave back.
        if !kept.isEmpty { signals.outbox.continuation.yield(.remembered(kept)) }
        drop(notices.filter(isStale))
        end(lost, RememberedAlerts(notices: kept, silences: remembered.silences))
    }

    /// Whether an incident of the store is from before the start and nobody here knows it.
    private func isUnknown(_ incident: Incident) -> Bool {
        incident.openedAt < startedAt && !knownAtStart.incidents.contains(incident.id)
            && policy?.incident(incident.id) == nil && monitors[incident.endpoint]?.incident(incident.id) == nil
    }

    private func drop(_ notices: [Notice]) {
        guard !notices.isEmpty else { return }
        let dropped = notices.map { notice in
            var notice = notice
            (notice.state, notice.endedAt) = (.dropped, clock.now)
            return notice
        }
        writer.enqueue(WriteBatch(notices: dropped))
    }

    /// Ends incidents as the policy would have that knew them. The one that is at work goes on beside it.
    private func end(_ lost: [Incident], _ remembered: RememberedAlerts) {
        guard !lost.isEmpty else { return }
        let now = clock.now
        // It looks at what is open once its time has come, which never does.
        var former = AlertPolicy(
            alertSettings, endpoints: order.compactMap { monitors[$0]?.endpoint.withoutFollowUps }, open: lost,
            notices: remembered.notices, silences: remembered.silences, at: now.advanced(by: .milliseconds(1)))
        var changes = PolicyChanges()
        var rows = WriteBatch()
        var events: [LiveEvent] = []
        for incident in lost where incident.scope == .endpoint {
            var closed = incident
            closed.closedAt = now
            changes.append(former.end(closed, at: now))
            let isAtRest = monitors[incident.endpoint]?.machine.state.isAtRest ?? true
            if isAtRest { rows.incidentStates.updateValue(nil, forKey: incident.endpoint) }
        }
        // One of many whose members were over already.
        changes.append(former.advance(to: now.advanced(by: .milliseconds(1))))
        if lost.contains(where: { $0.scope == .network }) { changes.append(former.referencesAnswered(true, at: now)) }
        events += changes.incidents.filter { $0.scope == .endpoint && !$0.isOpen }.map(LiveEvent.closed)
        apply(changes, incidents: changes.incidents, &rows, &events)
        writer.enqueue(rows)
        for event in events { hub.publish(event) }
    }
}

extension Endpoint {
    /// With rules that say who is told of an end, and have nothing else told.
    fileprivate var withoutFollowUps: Endpoint {
        var endpoint = self
        for index in alerts.indices {
            (endpoint.alerts[index].delay, endpoint.alerts[index].reminderInterval) = (.zero, nil)
            endpoint.alerts[index].sendsDigest = false
        }
        return endpoint
    }
}
