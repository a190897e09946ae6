import HTTPTypes
import Hummingbird

/// What a request carries with it through the routes.
struct WebContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The method that the client wrote; the routes themselves know `GET` alone.
    var method = HTTPRequest.Method.get

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }
}

/// Finds the route of a request whatever its method is, and answers `HEAD` like `GET`, without the body. The one route that
/// changes something has `POST` of its own.
struct ReadingResponder: HTTPResponder {
    let routes: RouterResponder<WebContext>

    func respond(to request: Request, context: WebContext) async throws -> Response {
        let isChange = request.method == .post && FeedbackRoutes.take(request.uri.path)
        guard request.method != .get, !isChange else { return try await routes.respond(to: request, context: context) }
        var (head, context) = (request.head, context)
        head.method = .get
        context.method = request.method
        let response = try await routes.respond(to: Request(head: head, body: request.body), context: context)
        return context.method == .head ? response.createHeadResponse() : response
    }
}

/// Refuses what is neither `GET` nor `HEAD`, where there is a route at all.
struct ReadingOnly: RouterMiddleware {
    typealias Context = WebContext

    private static let allowed = "GET, HEAD"

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let isReading = context.method == .get || context.method == .head
        guard isReading || context.endpointPath == nil || FeedbackRoutes.take(request.uri.path) else {
            throw WebError.notAllowed(
                "\(context.method.rawValue) is not answered at \(request.uri.path): Sonde answers GET and HEAD only.",
                allowed: Self.allowed)
        }
        return try await next(request, context)
    }
}
