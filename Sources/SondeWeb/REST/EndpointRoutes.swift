import Hummingbird
import SondeCore

/// `/api/v1/endpoints` and below: what is known of the endpoints and what was measured.
struct EndpointRoutes {
    let board: any StatusBoard
    let store: any Store
    let clock: any WallClock

    func add(to router: Router<WebContext>) {
        router.get("api/v1/endpoints") { request, _ in
            try Query(of: request).allow()
            return await list()
        }
        router.get("api/v1/endpoints/:name") { request, context in
            try Query(of: request).allow()
            return try await one(context.text("name"))
        }
        router.get("api/v1/endpoints/:name/results") { request, context in
            try await results(of: context.text("name"), Query(of: request))
        }
    }

    private func list() async -> Response {
        let statuses = await board.statuses()
        return Answer.json(capacity: 64 + statuses.count * 800) {
            $0.member("endpoints", statuses) { writer, status in writer.object { $0.members(of: status) } }
        }
    }

    private func one(_ name: String) async throws -> Response {
        guard let status = await board.status(of: name) else { throw WebError.noEndpoint(named: name) }
        return Answer.json {
            $0.members(of: status)
            $0.details(of: status)
        }
    }

    private func results(of name: String, _ query: Query) async throws -> Response {
        try query.allow("from", "to", "step")
        guard let status = await board.status(of: name) else { throw WebError.noEndpoint(named: name) }
        let range = try query.range(now: clock.now, length: .seconds(3600))
        let resolution = try ResultResolution(asked: query.duration("step"), range: range, interval: status.interval)
        switch resolution {
        case .raw:
            let results = try await store.results(for: name, in: range, limit: ResultResolution.limit)
            return answer(name, range, step: nil, results) { $0.members(of: $1) }
        case .steps(let step):
            let points = try await store.series(for: name, in: range, step: step)
            return answer(name, range, step: step, points) { $0.members(of: $1) }
        }
    }

    private func answer<Point>(
        _ name: String, _ range: Range<Timestamp>, step: Duration?, _ points: [Point],
        _ write: (inout JSONWriter, Point) -> Void
    ) -> Response {
        Answer.json(capacity: 256 + points.count * 320) {
            $0.member("api_name", name)
            $0.member("from", range.lowerBound)
            $0.member("to", range.upperBound)
            $0.member("step_seconds", seconds: step)
            $0.member("results", points) { writer, point in writer.object { write(&$0, point) } }
        }
    }
}
