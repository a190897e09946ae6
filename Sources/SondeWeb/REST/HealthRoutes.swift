import Hummingbird
import SondeCore

/// Sonde's own health: `/api/v1/status` for people, `/healthz` and `/readyz` for whatever starts and watches Sonde.
struct HealthRoutes {
    let board: any StatusBoard

    func add(to router: Router<WebContext>) {
        router.get("healthz") { _, _ in Answer.json { $0.member("alive", true) } }
        router.get("readyz") { _, _ in await readiness() }
        router.get("api/v1/status") { request, _ in
            try Query(of: request).allow()
            return await status()
        }
    }

    private func readiness() async -> Response {
        let troubles = await board.health().troubles
        return Answer.json(status: troubles.isEmpty ? .ok : .serviceUnavailable) {
            $0.member("ready", troubles.isEmpty)
            $0.member("troubles", troubles)
        }
    }

    private func status() async -> Response {
        let health = await board.health()
        return Answer.json { $0.members(of: health) }
    }
}
