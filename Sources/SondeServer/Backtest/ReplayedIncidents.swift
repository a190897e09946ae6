package import SondeCore

/// How the incidents of one API are replayed.
package struct ReplayedIncidents: Sendable {
    package var rules: IncidentRules
    /// So many failures in a row matter to some alert.
    package var counts: Set<Int>

    package init(rules: IncidentRules = IncidentRules(), counts: Set<Int> = []) {
        self.rules = rules
        self.counts = counts
    }

    /// Those of an endpoint.
    package init(_ endpoint: Endpoint) {
        self.init(rules: endpoint.incidents, counts: Set(endpoint.alerts.compactMap(\.failureThreshold)))
    }
}
