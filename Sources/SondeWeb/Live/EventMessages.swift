import SondeCore

/// The events of `/api/v1/events` as they are sent.
enum EventMessages {
    /// One event of one endpoint, or of Sonde itself.
    static func message(_ event: LiveEvent) -> [UInt8] {
        switch event {
        case .probed(let result, let verdict, let state):
            EventStream.event("probe") {
                $0.member("api_name", result.endpoint)
                $0.member("state", state.rawValue)
                $0.member("result", result) { $0.members(of: $1) }
                $0.member("verdict", verdict) { $0.members(of: $1) }
            }
        case .anomaly(let anomaly): EventStream.event("anomaly") { $0.members(of: anomaly) }
        case .opened(let incident): EventStream.event("opened") { $0.members(of: incident) }
        case .raised(let incident): EventStream.event("raised") { $0.members(of: incident) }
        case .closed(let incident): EventStream.event("closed") { $0.members(of: incident) }
        case .excused(let incident): EventStream.event("excused") { $0.members(of: incident) }
        case .learned(let endpoint): EventStream.event("learned") { $0.member("api_name", endpoint) }
        case .trouble(let sentence): EventStream.event("trouble") { $0.member("message", sentence) }
        case .recovered(let sentence): EventStream.event("recovered") { $0.member("message", sentence) }
        case .reloaded(let endpoints): EventStream.event("reloaded") { $0.member("endpoints", endpoints) }
        }
    }

    /// The endpoints that changed within the last second.
    static func message(_ overview: LiveFeed.Overview) -> [UInt8] {
        EventStream.event("endpoints") {
            $0.member("totals", overview.totals) { $0.members(of: $1) }
            $0.member("troubles", overview.health.troubles)
            $0.member("endpoints", overview.changed) { writer, status in writer.object { $0.members(of: status) } }
        }
    }
}

extension JSONWriter {
    mutating func members(of totals: Totals) {
        member("endpoints", totals.endpoints)
        member("up", totals.count(.up))
        member("degraded", totals.count(.degraded))
        member("down", totals.count(.down))
        member("pending", totals.count(.pending))
        member("disabled", totals.count(.disabled))
        member("learning", totals.learning)
        member("open_incidents", totals.openIncidents)
    }
}
