import Hummingbird
import Logging
import SondeCore

/// What pages have in common: Sonde's own troubles above, and lists of a store that may be away.
struct PageFrame {
    let board: any StatusBoard
    let templates: Templates
    let logger: Logger

    func response(_ template: String, _ model: [String: Any]) async -> Response {
        let troubles = await board.health().troubles
        var model = model
        model["hasTroubles"] = !troubles.isEmpty
        model["troubles"] = troubles
        return templates.page(template, model)
    }

    /// - Parameters:
    ///   - stored: What the store knows for the page.
    ///   - unreadable: What the page says in its place while the store does not answer; told why.
    func response(
        _ template: String, _ model: [String: Any], stored: () async throws -> [String: Any],
        unreadable: (String) -> [String: Any]
    ) async -> Response {
        do {
            return await response(template, model.merging(try await stored()) { $1 })
        } catch {
            logger.warning("page not complete", metadata: ["page": "\(template)", "error": "\(error)"])
            return await response(template, model.merging(unreadable("\(error)")) { $1 })
        }
    }
}
