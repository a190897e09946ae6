import HTTPTypes
import Hummingbird

/// What a request carries with it through the routes.
struct WebContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The method that the client wrote; most routes know `GET` alone.
    var method = HTTPRequest.Method.get
    /// What can be changed at the path of the request; nil where it can only be read.
    var change: ChangePath?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }

    /// A part of the path without its percent-encoding.
    func text(_ name: String) throws -> String {
        guard let text = PercentCoding.decode(parameters[Substring(name)] ?? "") else {
            throw WebError.badParameter("The \(name) in the path is not percent-encoded UTF-8; write a slash as %2F.")
        }
        return text
    }
}

extension Request {
    /// The path as it may be shown and logged: without the token of a push endpoint.
    var shownPath: String {
        let words = uri.path.split(separator: "/")
        return words.count > 3 && words.starts(with: ["api", "v1", "push"]) ? "/api/v1/push/…" : uri.path
    }
}
