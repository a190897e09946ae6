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

    private static let longestBody = 1024

    func add(to router: Router<WebContext>) {
        router.on(.feedback) { request, context in
            try Query(of: request).allow()
            try token.check(request)
            let isFault = try await Self.isFault(request)
            let incident = try await take(isFault: isFault, of: context.text("id"))
            return Answer.json { $0.members(of: incident) }
        }
    }

    private struct Body: Decodable {
        var fault: Bool
    }

    private static func isFault(_ request: Request) async throws -> Bool {
        guard let bytes = try? await request.body.collect(upTo: longestBody),
            let body = try? JSONDecoder().decode(Body.self, from: Data(bytes.readableBytesView))
        else {
            throw WebError.badParameter(#"The body must read {"fault":false}, or {"fault":true} to take that back."#)
        }
        return body.fault
    }

    /// The incident as it is from now on.
    func take(isFault: Bool, of id: String) async throws -> Incident {
        let stored = try await store.incident(id)
        if let incident = await board.excuse(id, stored: stored, isFault: isFault) { return incident }
        throw stored.map(Self.reason) ?? WebError.noIncident(id)
    }

    private static func reason(_ incident: Incident) -> WebError {
        incident.patterns.isEmpty
            ? .conflict("The incident \(incident.id) is from before Sonde kept what faults look like.")
            : .conflict("\"\(incident.endpoint)\" is not watched any more.")
    }
}
