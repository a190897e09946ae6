import Hummingbird
import Logging
import SondeCore

/// `/endpoints/{name}`: one API with its charts, probes, errors and incidents.
struct EndpointPage {
    let board: any StatusBoard
    let store: any Store
    let clock: any WallClock
    let templates: Templates
    let dygraphs: Dygraphs?
    let logger: Logger

    func add(to router: Router<WebContext>) {
        router.get("endpoints/:name") { _, context in
            let name = try context.text("name")
            guard let status = await board.status(of: name) else { throw WebError.noEndpoint(named: name) }
            return await page(status)
        }
    }

    private func page(_ status: EndpointStatus) async -> Response {
        let troubles = await board.health().troubles
        let now = clock.now
        var model = EndpointModel.header(status, now: now)
        model["hasTroubles"] = !troubles.isEmpty
        model["troubles"] = troubles
        if let dygraphs {
            model["chartAssets"] = ["js": dygraphs.scriptAddress, "css": dygraphs.styleAddress]
        } else {
            model["chartsMissing"] = Dygraphs.howToInstall
        }
        var history: EndpointHistory?
        do {
            history = try await self.history(of: status.name, now: now)
        } catch {
            logger.warning("history not readable", metadata: ["endpoint": "\(status.name)", "error": "\(error)"])
            model["storeTrouble"] = "The history cannot be read just now: \(error)"
        }
        model.merge(EndpointModel.history(history, of: status, now: now)) { $1 }
        model.merge(EndpointModel.certificate(status, now: now)) { $1 }
        return templates.page("endpoint", model)
    }

    private func history(of name: String, now: Timestamp) async throws -> EndpointHistory {
        let day = now.advanced(by: .seconds(-86_400))..<now.advanced(by: .seconds(1))
        let month = now.advanced(by: .seconds(-30 * 86_400))..<now.advanced(by: .seconds(1))
        let results = try await store.results(for: name, in: day, limit: EndpointHistory.probes)
        let since = (results.first?.timestamp ?? day.lowerBound)..<day.upperBound
        return EndpointHistory(
            results: results.reversed(),
            anomalies: try await store.anomalies(for: name, in: since, limit: 2 * EndpointHistory.probes),
            failures: try await store.failures(for: name, before: day.upperBound, limit: EndpointHistory.failures),
            incidents: try await store.incidents(for: name, in: month, limit: 20))
    }
}

/// What the store remembers of one endpoint, newest first, as far as its page shows it in tables.
struct EndpointHistory {
    static let probes = 50
    static let failures = 200

    var results: [ProbeResult] = []
    var anomalies: [Anomaly] = []
    var failures: [ProbeResult] = []
    var incidents: [Incident] = []
}
