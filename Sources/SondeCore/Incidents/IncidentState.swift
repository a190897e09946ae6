/// What the incident state machine of one endpoint remembers between two probes.
package struct IncidentState: Sendable, Hashable, Codable {
    /// Failed probes in a row, up to the newest.
    package var failuresInARow: Int
    /// Good probes in a row, up to the newest; counted only while an incident is open.
    package var goodInARow: Int
    /// The open incident, if there is one.
    package var openIncident: String?

    package init(
        failuresInARow: Int = 0, goodInARow: Int = 0, openIncident: String? = nil
    ) {
        self.failuresInARow = failuresInARow
        self.goodInARow = goodInARow
        self.openIncident = openIncident
    }

    /// Nothing to remember: no failure, no incident.
    package var isAtRest: Bool { failuresInARow == 0 && openIncident == nil }
}
