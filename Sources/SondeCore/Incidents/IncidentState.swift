/// What the incident state machine of one endpoint remembers between two probes.
package struct IncidentState: Sendable, Hashable, Codable {
    /// Failed probes in a row, up to the newest.
    package var failuresInARow: Int
    /// Good probes in a row, up to the newest; counted only while an incident is open.
    package var goodInARow: Int
    /// The last probes, newest last, at most eight: those of severity high or worse with what was strange, else nil.
    package var recent: [StrangeProbe?]
    /// The open incident, if there is one.
    package var openIncident: String?

    package init(
        failuresInARow: Int = 0, goodInARow: Int = 0, recent: [StrangeProbe?] = [], openIncident: String? = nil
    ) {
        self.failuresInARow = failuresInARow
        self.goodInARow = goodInARow
        self.recent = recent
        self.openIncident = openIncident
    }

    /// Nothing to remember: no failure, nothing strange, no incident.
    package var isAtRest: Bool {
        failuresInARow == 0 && openIncident == nil && strange.isEmpty
    }

    /// The strange ones of the last probes.
    package var strange: [StrangeProbe] { recent.compactMap(\.self) }
}

/// A probe of severity high or worse, as the incident's reason may name it.
package struct StrangeProbe: Sendable, Hashable, Codable {
    /// The decision score; nil for a failed probe, which is stranger than any score.
    package var score: Double?
    package var reason: String

    package init(score: Double?, reason: String) {
        self.score = score
        self.reason = reason
    }
}
