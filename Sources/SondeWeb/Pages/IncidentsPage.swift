import Hummingbird
import Logging
import SondeCore

/// `/incidents`: the latest incidents of all APIs.
struct IncidentsPage {
    let board: any StatusBoard
    let store: any Store
    let clock: any WallClock
    let templates: Templates
    let logger: Logger

    func add(to router: Router<WebContext>) {
        router.get("incidents") { _, _ in await page() }
    }

    private func page() async -> Response {
        let now = clock.now
        let troubles = await board.health().troubles
        var model: [String: Any] = [
            "title": "Incidents · Sonde", "onIncidents": true, "hasTroubles": !troubles.isEmpty, "troubles": troubles,
        ]
        do {
            let range = Timestamp(seconds: 0)..<now.advanced(by: .seconds(1))
            let incidents = try await store.incidents(for: nil, in: range, limit: 100)
            let open = incidents.count(where: \.isOpen)
            model["summary"] =
                open == 0 ? "None is open." : "\(Wording.count(open, "incident is", "incidents are")) open."
            model["incidents"] = incidents.map { EndpointModel.incident($0, now: now, naming: true) }
            model["hasIncidents"] = !incidents.isEmpty
        } catch {
            logger.warning("incidents not readable", metadata: ["error": "\(error)"])
            model["hasIncidents"] = true
            model["storeTrouble"] = "The incidents cannot be read just now: \(error)"
        }
        return templates.page("incidents", model)
    }
}
