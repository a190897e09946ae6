import Hummingbird
import SondeCore

/// What the buttons and fields of an incident's page do.
struct IncidentForms {
    let store: any Store
    let desk: any AlertDesk
    let work: DeskWork
    let feedback: FeedbackRoutes
    let clock: any WallClock
    let token: SameSiteToken

    private typealias Change = @Sendable (String, Fields) async throws -> Void

    func add(to router: Router<WebContext>) {
        router.on(.acknowledgeForm) { request, context in
            let id = try context.text("id")
            let fields = try await PageForm(token: token).fields(of: request)
            _ = try await work.acknowledge(id, fields.without("list"), from: .page)
            return PageForm.back(to: fields.has("list") ? IncidentsPage.address : IncidentModel.address(id))
        }
        add(.unacknowledgeForm, to: router) { _ = try await work.unacknowledge($0, $1, from: .page) }
        add(.noteForm, to: router) { _ = try await work.note($0, $1, from: .page) }
        add(.quietForm, to: router) { try await quiet($0, $1) }
        add(.feedbackForm, to: router) { id, fields in
            guard let isFault = try fields.flag("fault") else { throw fields.fault("fault", "must be true or false.") }
            _ = try await feedback.take(isFault: isFault, of: id)
        }
    }

    private func add(_ path: ChangePath, to router: Router<WebContext>, _ change: @escaping Change) {
        router.on(path) { request, context in
            let id = try context.text("id")
            try await change(id, PageForm(token: token).fields(of: request))
            return PageForm.back(to: IncidentModel.address(id))
        }
    }

    /// Silences the endpoint of an incident, or all that are part of it.
    private func quiet(_ id: String, _ fields: Fields) async throws {
        try fields.allow("duration", "by")
        guard let duration = try fields.duration("duration", in: .seconds(60)...(.seconds(30 * 86_400))) else {
            throw fields.fault("duration", "is missing.")
        }
        let author = try fields.author(.page)
        guard let incident = try await store.incident(id) else { throw WebError.noIncident(id) }
        let endpoints =
            incident.scope == .endpoint
            ? [incident.endpoint] : try await store.members(of: id).map(\.endpoint)
        guard !endpoints.isEmpty else { throw WebError.conflict("The incident \(id) is of no API.") }
        let now = clock.now
        await desk.add(
            Silence(
                id: Silence.newIdentifier(at: now), purpose: .silence,
                matcher: EndpointMatcher(names: endpoints.flatMap { EndpointMatcher(exactly: $0).names }),
                schedule: .once(from: now, until: now.advanced(by: duration)), comment: incident.reason,
                author: author, createdAt: now))
    }
}
