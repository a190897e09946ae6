import Hummingbird
import SondeCore

/// `/api/v1/incidents/{id}` and below: one incident in detail, and what people say of it.
struct IncidentRoutes {
    let store: any Store
    let work: DeskWork
    let token: SameSiteToken

    private static let longestBody = 16_384

    func add(to router: Router<WebContext>) {
        router.get("api/v1/incidents/:id") { request, context in
            try Query(of: request).allow()
            return try await one(context.text("id"))
        }
        router.on(.acknowledge) { request, context in
            let fields = try await fields(of: request)
            let acknowledged = try await work.acknowledge(context.text("id"), fields, from: .program)
            return Answer.json {
                $0.members(of: acknowledged.incident)
                $0.member("already_acknowledged", acknowledged.wasAcknowledged)
            }
        }
        router.on(.unacknowledge) { request, context in
            let fields = try await fields(of: request)
            let incident = try await work.unacknowledge(context.text("id"), fields, from: .program)
            return Answer.json { $0.members(of: incident) }
        }
        router.on(.notes) { request, context in
            let fields = try await fields(of: request)
            let entry = try await work.note(context.text("id"), fields, from: .program)
            return Answer.json(status: .created) { $0.members(of: entry) }
        }
    }

    private func fields(of request: Request) async throws -> Fields {
        try Query(of: request).allow()
        try token.check(request)
        return try await request.fields(upTo: Self.longestBody)
    }

    private func one(_ id: String) async throws -> Response {
        guard let incident = try await store.incident(id) else { throw WebError.noIncident(id) }
        let details = try await IncidentDetails(of: incident, in: store)
        return Answer.json(capacity: 4096) {
            $0.members(of: incident)
            $0.member("member_count", incident.scope == .endpoint ? nil : details.members.count)
            $0.member("timeline", details.timeline) { writer, entry in writer.object { $0.members(of: entry) } }
            $0.member("members", details.members) { writer, member in writer.object { $0.members(of: member) } }
            $0.member("notices", details.notices) { writer, notice in writer.object { $0.members(of: notice) } }
        }
    }
}

/// What belongs to one incident.
struct IncidentDetails {
    var timeline: [TimelineEntry] = []
    /// In the order of opening; none of an incident of one endpoint.
    var members: [Incident] = []
    var notices: [Notice] = []

    init() {}

    init(of incident: Incident, in store: any Store) async throws {
        timeline = try await store.timeline(of: incident.id)
        members = incident.scope == .endpoint ? [] : try await store.members(of: incident.id)
        notices = try await store.notices(of: incident.id)
    }
}
