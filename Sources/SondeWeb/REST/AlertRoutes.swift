import Hummingbird
import SondeCore

/// `/api/v1/alerts`: the channels, what they were given, and dead letters tried again.
struct AlertRoutes {
    let desk: any AlertDesk
    let store: any Store
    let work: DeskWork
    let token: SameSiteToken

    func add(to router: Router<WebContext>) {
        router.get("api/v1/alerts/channels") { request, _ in
            try Query(of: request).allow()
            return await channels()
        }
        router.get("api/v1/alerts/notices") { request, _ in try await notices(Query(of: request)) }
        router.on(.retry) { request, _ in
            try Query(of: request).allow()
            try token.check(request)
            let count = try await work.retry(request.fields(upTo: 1024))
            return Answer.json { $0.member("retried", count) }
        }
    }

    private func channels() async -> Response {
        let channels = await desk.channels()
        return Answer.json {
            $0.member("channels", channels) { writer, channel in writer.object { $0.members(of: channel) } }
        }
    }

    private func notices(_ query: Query) async throws -> Response {
        try query.allow("state", "limit")
        let limit = try query.integer("limit", in: 1...ResultResolution.limit) ?? 100
        let notices = try await store.notices(in: state(query), limit: limit)
        return Answer.json(capacity: 64 + notices.count * 400) {
            $0.member("notices", notices) { writer, notice in writer.object { $0.members(of: notice) } }
        }
    }

    private func state(_ query: Query) throws -> Notice.State? {
        guard let name = try query.text("state") else { return nil }
        guard let state = Notice.State(rawValue: name) else {
            throw WebError.badParameter(
                "The parameter state must be \(Notice.State.allCases.map(\.rawValue).spoken("or")).")
        }
        return state
    }
}
