package import SondeCore

/// What a person says of incidents.
extension Pipeline {
    /// What was called no fault of a former target counts no more, after the next start neither; that it was said stays.
    func forget(_ excused: [Incident]) {
        let forgotten = excused.map { incident in
            var incident = incident
            incident.patterns = []
            return incident
        }
        if !forgotten.isEmpty { writer.enqueue(WriteBatch(incidents: forgotten)) }
    }

    package func excuse(_ id: String, stored: Incident?, isFault: Bool) -> Incident? {
        // What the store says may be older than what is known here.
        let known = monitors.values.lazy.compactMap { $0.incident(id) }.first
        guard let incident = known ?? stored, incident.id == id, !incident.patterns.isEmpty,
            let monitor = monitors[incident.endpoint]
        else { return nil }
        let excused = monitor.excuse(incident, isFault: isFault, at: clock.now)
        let isClosed = incident.isOpen && !excused.isOpen
        let states: [String: IncidentState?] = isClosed ? [excused.endpoint: nil] : [:]
        if isClosed {
            end(excused, states)
        } else {
            writer.enqueue(WriteBatch(incidents: [excused], incidentStates: states))
        }
        hub.publish(.excused(excused))
        return excused
    }
}
