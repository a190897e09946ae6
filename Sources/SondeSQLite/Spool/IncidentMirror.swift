package import SondeCore

/// What has to be known of incidents at a start: those that are open or were called no fault, and the states of their state
/// machines.
package struct IncidentMirror: Sendable, Equatable {
    package private(set) var incidents: [String: Incident] = [:]
    package private(set) var states: [String: IncidentState] = [:]

    package init(_ incidents: [Incident] = [], states: [String: IncidentState] = [:]) {
        self.states = states
        for incident in incidents { take(incident) }
    }

    package var open: [Incident] {
        incidents.values.filter(\.isOpen).sorted { ($0.openedAt, $0.id) < ($1.openedAt, $1.id) }
    }

    package var excused: [Incident] {
        incidents.values.filter { $0.excusedAt != nil }.sorted { ($0.openedAt, $0.id) < ($1.openedAt, $1.id) }
    }

    /// Takes over what a batch changes.
    mutating func take(_ batch: WriteBatch) {
        for incident in batch.incidents { take(incident) }
        for (endpoint, state) in batch.incidentStates { states[endpoint] = state }
    }

    private mutating func take(_ incident: Incident) {
        incidents[incident.id] = incident.isOpen || incident.excusedAt != nil ? incident : nil
    }
}
