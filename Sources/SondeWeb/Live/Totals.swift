import SondeCore

/// The endpoints counted.
struct Totals: Sendable, Equatable {
    var endpoints = 0
    var states: [EndpointStatus.State: Int] = [:]
    var learning = 0
    var openIncidents = 0

    init(of statuses: [EndpointStatus]) {
        endpoints = statuses.count
        for status in statuses {
            states[status.state, default: 0] += 1
            if status.openIncident != nil { openIncidents += 1 }
            if case .learning = status.learning, status.enabled { learning += 1 }
        }
    }

    func count(_ state: EndpointStatus.State) -> Int {
        states[state] ?? 0
    }
}
