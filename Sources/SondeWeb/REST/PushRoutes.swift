import HTTPTypes
import Hummingbird
import SondeCore

/// Where endpoints report themselves: `POST /api/v1/push/{token}`, and Gatus' path for external endpoints with the token
/// in a header.
struct PushRoutes {
    let desk: any AlertDesk

    private static let longestBody = 8192

    func add(to router: Router<WebContext>) {
        router.on(.push) { request, context in
            let report = try await report(in: request)
            guard let name = await desk.push(report, token: try context.text("token")) else {
                throw WebError.notFound(
                    """
                    No endpoint has the token in the path; write there the 'token' of the endpoint in Sonde's \
                    configuration.
                    """)
            }
            return Answer.json { $0.member("api_name", name) }
        }
        router.on(.external) { request, _ in
            guard let token = Self.bearer(of: request) else {
                throw WebError.unauthorized("A report here needs the header Authorization: Bearer TOKEN.")
            }
            guard let name = await desk.push(try await report(in: request), token: token) else {
                throw WebError.unauthorized(
                    """
                    No endpoint has the token in the header Authorization; write there the 'token' of the endpoint in \
                    Sonde's configuration.
                    """)
            }
            return Answer.json { $0.member("api_name", name) }
        }
    }

    private static func bearer(of request: Request) -> String? {
        guard let words = request.headers[.authorization]?.split(separator: " ", maxSplits: 1), words.count == 2,
            words[0].lowercased() == "bearer"
        else { return nil }
        return words[1].trimmingPrefix(while: \.isWhitespace).isEmpty ? nil : String(words[1])
    }

    /// What the address and the body say; the address counts where both do.
    private func report(in request: Request) async throws -> PushReport {
        let query = try Fields(form: request.uri.query ?? "", noun: "parameter")
        let body = try await request.fields(upTo: Self.longestBody)
        for fields in [query, body] { try fields.allow("success", "duration", "error") }
        let range = Duration.zero...Duration.seconds(86_400)
        let error = try query.loose("error") ?? body.loose("error")
        let duration = try query.duration("duration", in: range) ?? body.duration("duration", in: range)
        let isSuccess = try query.flag("success") ?? body.flag("success") ?? (error == nil)
        return PushReport(isSuccess: isSuccess, duration: duration, error: isSuccess ? nil : error)
    }
}
