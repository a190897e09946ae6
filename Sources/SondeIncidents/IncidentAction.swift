package import SondeCore

/// What an incident state machine wants done.
package enum IncidentAction: Sendable, Hashable {
    case opened(Incident)
    /// The severity of an open incident rose.
    case raised(Incident)
    case closed(Incident)

    package var incident: Incident {
        switch self {
        case .opened(let incident), .raised(let incident), .closed(let incident): incident
        }
    }
}
