import Hummingbird
import SondeCore

/// `/api/v1/anomalies` and `/api/v1/incidents`.
struct TroubleRoutes {
    let board: any StatusBoard
    let store: any Store
    let clock: any WallClock

    func add(to router: Router<WebContext>) {
        router.get("api/v1/anomalies") { request, _ in try await anomalies(Query(of: request)) }
        router.get("api/v1/incidents") { request, _ in try await incidents(Query(of: request)) }
    }

    private func anomalies(_ query: Query) async throws -> Response {
        try query.allow("endpoint", "from", "to", "limit")
        let endpoint = try await endpoint(query)
        let range = try query.range(now: clock.now, length: .seconds(86_400))
        let limit = try query.integer("limit", in: 1...ResultResolution.limit) ?? 100
        let anomalies = try await store.anomalies(for: endpoint, in: range, limit: limit)
        return Answer.json(capacity: 64 + anomalies.count * 320) {
            $0.member("anomalies", anomalies) { writer, anomaly in writer.object { $0.members(of: anomaly) } }
        }
    }

    private func incidents(_ query: Query) async throws -> Response {
        try query.allow("endpoint", "open", "members", "from", "to", "limit")
        let endpoint = try await endpoint(query)
        let range = try query.range(now: clock.now, length: .seconds(30 * 86_400))
        let limit = try query.integer("limit", in: 1...ResultResolution.limit) ?? 100
        // Those that are part of one of many may be the newest of all.
        let hidesMembers = try query.flag("members") == false
        var incidents = try await incidents(
            of: endpoint, open: query.flag("open"), in: range, limit: hidesMembers ? ResultResolution.limit : limit)
        if hidesMembers { incidents = Array(incidents.filter { $0.parent == nil }.prefix(limit)) }
        let counts = try await memberCounts(of: incidents)
        return Answer.json(capacity: 64 + incidents.count * 480) {
            $0.member("incidents", incidents) { writer, incident in
                writer.object {
                    $0.members(of: incident)
                    $0.member("member_count", counts[incident.id])
                }
            }
        }
    }

    /// By the ids of the incidents of many endpoints.
    private func memberCounts(of incidents: [Incident]) async throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for incident in incidents where incident.scope != .endpoint {
            counts[incident.id] = try await store.members(of: incident.id).count
        }
        return counts
    }

    private func incidents(
        of endpoint: String?, open: Bool?, in range: Range<Timestamp>, limit: Int
    ) async throws -> [Incident] {
        if open == true {
            let matching = try await store.openIncidents().filter {
                (endpoint == nil || $0.endpoint == endpoint) && $0.openedAt < range.upperBound
            }
            return Array(matching.sorted { $0.openedAt > $1.openedAt }.prefix(limit))
        }
        guard open == false else { return try await store.incidents(for: endpoint, in: range, limit: limit) }
        let unfinished = try await store.openIncidents().count
        let all = try await store.incidents(for: endpoint, in: range, limit: limit + unfinished)
        return Array(all.filter { !$0.isOpen }.prefix(limit))
    }

    /// The endpoint that the request asks for, nil when it asks for all; it must exist.
    private func endpoint(_ query: Query) async throws -> String? {
        guard let name = try query.text("endpoint") else { return nil }
        guard await board.status(of: name) != nil else { throw WebError.noEndpoint(named: name) }
        return name
    }
}
