import Hummingbird
import SondeCore

/// Server-sent events: `/api/v1/events` for programs and the page of one endpoint, `/live/overview` for the overview.
struct EventRoutes {
    let board: any StatusBoard
    let feed: LiveFeed
    let clock: any WallClock

    func add(to router: Router<WebContext>) {
        router.get("api/v1/events") { request, _ in try await events(Query(of: request)) }
        router.get("live/overview") { request, _ in try await overview(Query(of: request)) }
    }

    private func events(_ query: Query) async throws -> Response {
        try query.allow("endpoint")
        guard let name = try query.text("endpoint") else {
            let source = EventSource(await feed.messages()) { message in
                switch message {
                case .overview(let overview): EventMessages.message(overview)
                case .event(let event): EventMessages.message(event)
                }
            }
            return EventStream.response(of: source, clock: clock)
        }
        guard await board.status(of: name) != nil else { throw WebError.noEndpoint(named: name) }
        return await events(of: name)
    }

    /// The endpoint's own events and, whether or not the board tells them here too, those of Sonde itself.
    private func events(of endpoint: String) async -> Response {
        let system = await feed.systemEvents()
        let own = await board.events(of: endpoint)
        return EventStream.response(
            of: EventSource(system) { EventMessages.message($0) },
            EventSource(own) { $0.isOfSystem ? nil : EventMessages.message($0) }, clock: clock)
    }

    /// The rows whose keys the page names, ready to be shown, whenever they changed.
    private func overview(_ query: Query) async throws -> Response {
        let keys = Set(try (query.text("rows") ?? "").split(separator: ",").map(String.init))
        let source = EventSource(await feed.messages()) { message in
            switch message {
            case .overview(let overview): OverviewMessages.message(overview, rows: keys)
            case .event(.anomaly), .event(.learned): nil
            case .event(let event): EventMessages.message(event)
            }
        }
        return EventStream.response(of: source, clock: clock)
    }
}
