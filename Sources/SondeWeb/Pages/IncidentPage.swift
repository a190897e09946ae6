import Hummingbird
import Logging
import SondeCore

/// `/incidents/{id}`: one incident with all that happened, who was told, and what can be done.
struct IncidentPage {
    let frame: PageFrame
    let store: any Store
    let clock: any WallClock

    func add(to router: Router<WebContext>) {
        router.get("incidents/:id") { _, context in try await page(context.text("id")) }
    }

    private func page(_ id: String) async throws -> Response {
        var trouble: String?
        var (incident, details) = (nil as Incident?, IncidentDetails())
        do {
            incident = try await store.incident(id)
            if let incident { details = try await IncidentDetails(of: incident, in: store) }
        } catch {
            frame.logger.warning("incident not readable", metadata: ["incident": "\(id)", "error": "\(error)"])
            trouble = "What happened and who was told cannot be read just now: \(error)"
            // What a message links to is shown all the same, as far as it is known.
            guard let open = await live(id) else { throw error }
            incident = open
        }
        guard let incident else { throw WebError.noIncident(id) }
        var model = IncidentModel.page(await newest(incident), details, now: clock.now)
        model["storeTrouble"] = trouble
        return await frame.response("incident-page", model)
    }

    /// What is stored may be a quarter of a second old.
    private func newest(_ incident: Incident) async -> Incident {
        guard incident.isOpen, let open = await frame.board.status(of: incident.endpoint)?.openIncident,
            open.id == incident.id
        else { return incident }
        return open
    }

    private func live(_ id: String) async -> Incident? {
        await frame.board.statuses().lazy.compactMap(\.openIncident).first { $0.id == id }
    }
}
