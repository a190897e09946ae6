import HTTPTypes
import Hummingbird

/// Where something can be changed: everything else only reads.
enum ChangePath: String, CaseIterable {
    case feedback = "/api/v1/incidents/:id/feedback"
    case acknowledge = "/api/v1/incidents/:id/acknowledge"
    case unacknowledge = "/api/v1/incidents/:id/unacknowledge"
    case notes = "/api/v1/incidents/:id/notes"
    case silences = "/api/v1/silences"
    case silence = "/api/v1/silences/:id"
    case retry = "/api/v1/alerts/retry"
    case push = "/api/v1/push/:token"
    /// What Gatus calls an external endpoint.
    case external = "/api/v1/endpoints/:name/external"

    // The forms of the pages.
    case feedbackForm = "/incidents/:id/feedback"
    case acknowledgeForm = "/incidents/:id/acknowledge"
    case unacknowledgeForm = "/incidents/:id/unacknowledge"
    case noteForm = "/incidents/:id/notes"
    case quietForm = "/incidents/:id/silence"
    case silenceForm = "/alerts/silences"
    case endForm = "/alerts/silences/:id/end"
    case retryForm = "/alerts/retry"

    /// The one that a request's path is of; nil where nothing can be changed.
    init?(at path: String) {
        let words = Self.words(of: path)
        guard let found = Self.all.first(where: { Self.fits($0.words, words) }) else { return nil }
        self = found.path
    }

    var route: RouterPath { RouterPath(rawValue) }

    var method: HTTPRequest.Method { self == .silence ? .delete : .post }

    /// Whether there is something to read at the same path.
    var isReadToo: Bool { self == .silences }

    /// As `Allow` names them.
    var allowed: [HTTPRequest.Method] { isReadToo ? [.get, .head, method] : [method] }

    private static let all = allCases.map { (path: $0, words: words(of: $0.rawValue)) }

    private static func words(of path: String) -> [Substring] { path.split(separator: "/") }

    private static func fits(_ pattern: [Substring], _ words: [Substring]) -> Bool {
        pattern.count == words.count && zip(pattern, words).allSatisfy { $0.first == ":" || $0 == $1 }
    }
}

extension Router<WebContext> {
    /// Adds what answers a change.
    func on(
        _ change: ChangePath, use answer: @escaping @Sendable (Request, WebContext) async throws -> Response
    ) {
        on(change.route, method: change.method, use: answer)
    }
}
