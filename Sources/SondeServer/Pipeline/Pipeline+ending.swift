import SondeCore
import SondeIncidents

/// Endpoints that are watched no longer.
extension Pipeline {
    /// The incidents of endpoints that were removed or disabled end with the watching.
    func endIncidents(of unwatched: [EndpointMonitor]) {
        for monitor in unwatched where !monitor.machine.state.isAtRest {
            if let incident = monitor.endIncident(at: clock.now) {
                close(incident)
            } else {
                forgetStates([monitor.endpoint.name])
            }
        }
    }

    func forgetStates(_ endpoints: [String]) {
        guard !endpoints.isEmpty else { return }
        writer.enqueue(
            WriteBatch(incidentStates: Dictionary(uniqueKeysWithValues: endpoints.map { ($0, IncidentState?.none) })))
    }

    func forgetDetectors(_ endpoints: [String]) {
        guard !endpoints.isEmpty else { return }
        writer.enqueue(
            WriteBatch(
                detectorStates: Dictionary(endpoints.map { ($0, DetectorState?.none) }) { first, _ in first }))
    }

    func closeOrphans(_ open: [Incident], keeping kept: [String: EndpointMonitor]) {
        for incident in open where incident.scope == .endpoint {
            if kept[incident.endpoint]?.machine.openIncident?.id != incident.id { close(incident) }
        }
    }

    func close(_ incident: Incident) {
        var incident = incident
        incident.closedAt = clock.now
        // Another one may be open by now.
        let isAtRest = monitors[incident.endpoint]?.machine.state.isAtRest ?? true
        let states: [String: IncidentState?] = isAtRest ? [incident.endpoint: nil] : [:]
        end(incident, states)
    }
}
