import HTTPTypes
import Hummingbird

/// Finds the route of a request whatever its method is, and answers `HEAD` like `GET`, without the body. What changes
/// something has its own method.
struct MethodResponder: HTTPResponder {
    let routes: RouterResponder<WebContext>

    func respond(to request: Request, context: WebContext) async throws -> Response {
        var context = context
        context.method = request.method
        context.change = ChangePath(at: request.uri.path)
        guard request.method != .get, request.method != context.change?.method else {
            return try await routes.respond(to: request, context: context)
        }
        var head = request.head
        head.method = .get
        let response = try await routes.respond(to: Request(head: head, body: request.body), context: context)
        return context.method == .head ? response.createHeadResponse() : response
    }
}

/// Refuses the methods that a path does not take, where there is a route at all.
struct AllowedMethods: RouterMiddleware {
    typealias Context = WebContext

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        if let change = context.change {
            guard change.allowed.contains(context.method) else { throw Self.refusal(of: request, context, change) }
        } else if context.method != .get, context.method != .head, context.endpointPath != nil {
            throw WebError.notAllowed(
                "\(context.method.rawValue) is not answered at \(request.shownPath): Sonde answers GET and HEAD only.",
                allowed: "GET, HEAD")
        }
        return try await next(request, context)
    }

    private static func refusal(of request: Request, _ context: Context, _ change: ChangePath) -> WebError {
        let names = change.allowed.map(\.rawValue)
        return .notAllowed(
            "\(context.method.rawValue) is not answered at \(request.shownPath): write \(names.spoken("or")).",
            allowed: names.joined(separator: ", "))
    }
}
