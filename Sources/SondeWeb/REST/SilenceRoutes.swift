import Hummingbird
import SondeCore

/// `/api/v1/silences`: silences and maintenance windows.
struct SilenceRoutes {
    let work: DeskWork
    let token: SameSiteToken

    private static let longestBody = 262_144

    func add(to router: Router<WebContext>) {
        router.get("api/v1/silences") { request, _ in
            try Query(of: request).allow()
            return await list()
        }
        router.on(.silences) { request, _ in
            try Query(of: request).allow()
            try token.check(request)
            let silence = try await work.add(request.fields(upTo: Self.longestBody), from: .program)
            return Answer.json(status: .created) { $0.members(of: silence) }
        }
        router.on(.silence) { request, context in
            try Query(of: request).allow("by")
            try token.check(request)
            let fields = try Fields(form: request.uri.query ?? "", noun: "parameter")
            let silence = try await work.endSilence(context.text("id"), fields, from: .program)
            return Answer.json { $0.members(of: silence) }
        }
    }

    private func list() async -> Response {
        let silences = await work.silences()
        return Answer.json {
            $0.member("silences", silences) { writer, silence in writer.object { $0.members(of: silence) } }
        }
    }
}
