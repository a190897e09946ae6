import SondeCore

/// The newest incidents of one endpoint as they are now. Whoever reads one from the store may read what it was before the
/// last commit.
struct RecentIncidents {
    private static let capacity = 16

    private var incidents: [Incident] = []

    subscript(id: String) -> Incident? { incidents.last { $0.id == id } }

    /// Takes in an incident that is new or has changed.
    mutating func remember(_ incident: Incident) {
        incidents.removeAll { $0.id == incident.id }
        if incidents.count == Self.capacity { incidents.removeFirst() }
        incidents.append(incident)
    }
}
