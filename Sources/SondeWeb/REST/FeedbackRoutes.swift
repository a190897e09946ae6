import Hummingbird
import SondeCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `POST /api/v1/incidents/{id}/feedback`: a person says that an incident was no fault, or that it was one after all.
struct FeedbackRoutes {
    let board: any StatusBoard
    let store: any Store
    let token: SameSiteToken

    private static let path: RouterPath = "api/v1/incidents/:id/feedback"
    private static let longestBody = 1024

    /// Whether the routes of a path take `POST`.
    static func take(_ path: String) -> Bool {
        path.hasPrefix("/api/v1/incidents/") && path.hasSuffix("/feedback")
    }

    func add(to router: Router<WebContext>) {
        router.get(Self.path) { request, context -> Response in
            throw WebError.notAllowed(
                "\(context.method.rawValue) is not answered at \(request.uri.path): feedback is sent with POST.",
                allowed: "POST")
        }
        router.post(Self.path) { request, context in
            try Query(of: request).allow()
            try token.check(request)
            return try await take(request, of: context.parameters["id"].map(String.init) ?? "")
        }
    }

    private struct Body: Decodable {
        var fault: Bool
    }

    private func take(_ request: Request, of id: String) async throws -> Response {
        guard let bytes = try? await request.body.collect(upTo: Self.longestBody),
            let body = try? JSONDecoder().decode(Body.self, from: Data(bytes.readableBytesView))
        else {
            throw WebError.badParameter(#"The body must read {"fault":false}, or {"fault":true} to take that back."#)
        }
        let stored = try await store.incident(id)
        guard let incident = await board.excuse(id, stored: stored, isFault: body.fault) else {
            throw stored.map(Self.reason) ?? WebError.notFound("There is no incident \(id).")
        }
        return Answer.json { $0.members(of: incident) }
    }

    private static func reason(_ incident: Incident) -> WebError {
        incident.patterns.isEmpty
            ? .conflict("The incident \(incident.id) is from before Sonde kept what faults look like.")
            : .conflict("\"\(incident.endpoint)\" is not watched any more.")
    }
}
