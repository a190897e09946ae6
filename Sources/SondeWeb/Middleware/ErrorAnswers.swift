import Hummingbird
import Logging
import SondeCore

/// Turns what a route throws into one sentence: JSON for programs, a page for people.
struct ErrorAnswers<Context: RequestContext>: RouterMiddleware {
    let page: ErrorPage
    let logger: Logger

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as WebError {
            var response = answer(request, error.description, error.status)
            if case .notAllowed(_, let allowed) = error { response.headers[.allow] = allowed }
            return response
        } catch let error as StoreError {
            return answer(request, "The store does not answer: \(error)", .serviceUnavailable)
        } catch let error as HTTPError where error.status == .notFound {
            return answer(request, "There is nothing at \(request.shownPath).", .notFound)
        } catch let error as CancellationError {
            throw error
        } catch {
            logger.error("request failed", metadata: ["path": "\(request.shownPath)", "error": "\(error)"])
            return answer(request, "Sonde could not answer; its log says why.", .internalServerError)
        }
    }

    private func answer(_ request: Request, _ sentence: String, _ status: HTTPResponse.Status) -> Response {
        let path = request.uri.path
        let isForPrograms = ["/api/", "/live/", "/healthz", "/readyz"].contains { path.hasPrefix($0) }
        var response =
            isForPrograms ? Answer.error(sentence, status: status) : page.response(sentence, status: status)
        // The store is tried again within five seconds.
        if status == .serviceUnavailable { response.headers[.retryAfter] = "5" }
        return response
    }
}
