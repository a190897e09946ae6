import SondeAlerting
package import SondeCore
import SondeIncidents

/// What follows from incidents for those who are told: decided by the policy, committed with what caused it.
extension Pipeline {
    /// Takes over the settings, at the first time with what the store remembers.
    func updatePolicy(
        _ settings: AlertSettings, _ endpoints: [Endpoint], open: [Incident], _ remembered: RememberedAlerts
    ) {
        alertSettings = settings
        guard policy != nil else {
            knownAtStart = KnownAlerts(open, remembered)
            policy = AlertPolicy(
                settings, endpoints: endpoints, open: open, notices: remembered.notices, silences: remembered.silences,
                at: clock.now)
            signals.deadlines.continuation.yield()
            if !settings.references.isEmpty { signals.references.continuation.yield() }
            return
        }
        decide { $0.update(settings, endpoints: endpoints, at: clock.now) }
    }

    /// Adds what follows from one probe to its rows and events.
    func follow(
        _ actions: [IncidentAction], of result: ProbeResult, _ monitor: EndpointMonitor, at now: Timestamp,
        _ rows: inout WriteBatch, _ events: inout [LiveEvent]
    ) {
        let changes =
            policy?.take(actions, of: result, failuresInARow: monitor.machine.state.failuresInARow, at: now)
            ?? PolicyChanges()
        var newest = Dictionary(changes.incidents.map { ($0.id, $0) }) { _, newer in newer }
        for action in actions {
            let incident = newest.removeValue(forKey: action.incident.id) ?? action.incident
            rows.incidents.append(incident)
            monitor.annotate(incident)
            switch action {
            case .opened: events.append(.opened(incident))
            case .raised: events.append(.raised(incident))
            case .closed: events.append(.closed(incident))
            }
        }
        apply(changes, incidents: changes.incidents.filter { newest[$0.id] != nil }, &rows, &events)
    }

    /// Has the policy decide something, and commits and tells what follows from it.
    @discardableResult
    func decide(_ body: (inout AlertPolicy) -> PolicyChanges?) -> PolicyChanges? {
        guard var decided = policy else { return nil }
        // Not two copies: the policy holds something for each endpoint.
        policy = nil
        let changes = body(&decided)
        policy = decided
        guard let changes else { return nil }
        var rows = WriteBatch()
        var events: [LiveEvent] = []
        apply(changes, incidents: changes.incidents, &rows, &events)
        if !rows.isEmpty { writer.enqueue(rows) }
        for event in events { hub.publish(event) }
        return changes
    }

    /// - Parameter incidents: Those of the changes that are not in the rows yet.
    func apply(
        _ changes: PolicyChanges, incidents: [Incident], _ rows: inout WriteBatch, _ events: inout [LiveEvent]
    ) {
        for incident in incidents {
            rows.incidents.append(incident)
            if incident.scope == .endpoint { monitors[incident.endpoint]?.annotate(incident) }
        }
        rows.timeline += changes.timeline
        rows.notices += changes.notices
        rows.silences += changes.silences
        events += changes.opened.map(LiveEvent.opened) + changes.closed.map(LiveEvent.closed)
        let dropped = changes.notices.filter { $0.state == .dropped }
        if !dropped.isEmpty { signals.outbox.continuation.yield(.withdrawn(dropped)) }
        if changes.checksReferences { signals.references.continuation.yield() }
        if !changes.isEmpty { signals.deadlines.continuation.yield() }
    }

    /// Commits the end of an incident that no probe brought about.
    ///
    /// - Parameter states: Of incident state machines, committed with it.
    func end(_ incident: Incident, _ states: [String: IncidentState?]) {
        let changes = policy?.end(incident, at: clock.now) ?? PolicyChanges()
        let newest = changes.incidents.first { $0.id == incident.id } ?? incident
        var rows = WriteBatch(incidents: [newest], incidentStates: states)
        var events: [LiveEvent] = [.closed(newest)]
        apply(changes, incidents: changes.incidents.filter { $0.id != incident.id }, &rows, &events)
        writer.enqueue(rows)
        for event in events { hub.publish(event) }
    }

    // MARK: Time and references

    /// When something is due by time alone.
    package var alertDeadline: Timestamp? { policy?.nextDeadline }

    /// Does what is due by now.
    package func advanceAlerts() {
        decide { $0.advance(to: clock.now) }
    }

    /// Tried when nothing answers any more, `HOST:PORT` each.
    var references: [String] { alertSettings.references }

    /// The reference targets were tried.
    func referencesAnswered(_ areReachable: Bool) {
        decide { $0.referencesAnswered(areReachable, at: clock.now) }
    }
}

/// What messages are made of.
extension Pipeline {
    private static let spanOfHealth: Duration = .seconds(600)

    /// - Parameter channel: By name; of an incident of many it is told the members whose incidents it is told of.
    func content(of incidents: [Incident], on channel: String) -> AlertContent {
        var content = AlertContent()
        for told in incidents {
            let newest = policy?.incident(told.id) ?? monitors[told.endpoint]?.incident(told.id) ?? told
            content.incidents[told.id] = newest
            for id in [told.id, newest.parent, told.parent].compactMap(\.self) where content.members[id] == nil {
                guard let story = policy?.incident(id), story.scope != .endpoint else { continue }
                content.incidents[id] = story
                content.members[id] = policy?.members(of: id, on: channel) ?? []
            }
        }
        let names = incidents.map(\.endpoint) + content.members.values.joined().map(\.endpoint)
        for name in Set(names) { content.endpoints[name] = facts(of: name) }
        return content
    }

    /// Members of an incident of many that is over, as the store knows them: those that a channel is told of.
    func routed(_ members: [Incident], to channel: String) -> [Incident] {
        policy?.routed(members, to: channel) ?? members
    }

    func facts(of endpoint: String) -> AlertContent.EndpointFacts? {
        monitors[endpoint]?.facts(over: Self.spanOfHealth)
    }

    func delivered(_ notices: [Notice]) {
        decide { policy in
            var all = PolicyChanges()
            for notice in notices { all.append(policy.delivered(notice, at: clock.now)) }
            return all
        }
    }
}
