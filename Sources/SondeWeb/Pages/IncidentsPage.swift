import Hummingbird
import SondeCore

/// `/incidents`: the open incidents of all APIs, and the latest that are over. Those of many APIs stand for their members.
struct IncidentsPage {
    let frame: PageFrame
    let store: any Store
    let clock: any WallClock

    static let address = "/incidents"

    /// Incidents that are over.
    private static let shown = 100

    func add(to router: Router<WebContext>) {
        router.get("incidents") { _, _ in await page() }
    }

    private func page() async -> Response {
        await frame.response("incidents", ["title": "Incidents · Sonde", "onIncidents": true]) {
            try await lists(now: clock.now)
        } unreadable: { reason in
            ["hasIncidents": true, "storeTrouble": "The incidents cannot be read just now: \(reason)"]
        }
    }

    private func lists(now: Timestamp) async throws -> [String: Any] {
        let open = try await store.openIncidents().filter { $0.parent == nil }.sorted { $0.openedAt > $1.openedAt }
        // Many of the newest may be part of one.
        let range = Timestamp(seconds: 0)..<now.advanced(by: .seconds(1))
        let newest = try await store.incidents(for: nil, in: range, limit: ResultResolution.limit)
        let over = newest.filter { !$0.isOpen && $0.parent == nil }.prefix(Self.shown)
        return [
            "summary": open.isEmpty
                ? "None is open." : "\(Wording.count(open.count, "incident is", "incidents are")) open.",
            "open": try await lines(open, now: now), "hasOpen": !open.isEmpty,
            "over": try await lines(over, now: now), "hasOver": !over.isEmpty,
            "hasIncidents": !open.isEmpty || !over.isEmpty,
        ]
    }

    private func lines(_ incidents: some Sequence<Incident>, now: Timestamp) async throws -> [[String: Any]] {
        var lines: [[String: Any]] = []
        for incident in incidents {
            let members = incident.scope == .endpoint ? [] : try await store.members(of: incident.id)
            lines.append(IncidentModel.line(incident, members: members, now: now, naming: true, asking: true))
        }
        return lines
    }
}
