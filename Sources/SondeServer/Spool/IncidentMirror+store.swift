import SondeCore
import SondeSQLite

extension IncidentMirror {
    /// What a store that can be reached knows.
    init(of store: any Store, at now: Timestamp) async throws {
        var incidents = try await store.openIncidents() + store.excusedIncidents()
        let notices = try await store.notices(since: now)
        let told = notices.lazy.filter { $0.state == .waiting }.map(\.incident)
        let groups = Set((incidents.filter(\.isOpen) + told).lazy.filter { $0.scope != .endpoint }.map(\.id))
        for group in groups { incidents += try await store.members(of: group) }
        self.init(
            incidents, states: try await store.incidentStates(), notices: notices, silences: try await store.silences())
    }
}
