import HTTPTypes
import Hummingbird

/// What a request that changes something must show: a page of another site cannot read it, and so cannot make a
/// reader's browser ask for a change.
struct SameSiteToken: Sendable {
    /// In the pages and at `/api/v1/token`; another one at each start.
    let text: String

    static let header = "Sonde-Token"

    init() {
        var random = SystemRandomNumberGenerator()
        text = (0..<4).map { _ in String(random.next(), radix: 36) }.joined()
    }

    func add(to router: Router<WebContext>) {
        router.get("api/v1/token") { request, _ in
            try Query(of: request).allow()
            return Answer.json { $0.member("token", text) }
        }
    }

    /// - Throws: `WebError.forbidden` where a form does not hold the token of this start.
    func check(_ form: Fields) throws {
        guard try form.line("token", longest: 200) == text else {
            throw WebError.forbidden(
                "The page is from before Sonde was started anew. Go back, reload it, and try again.")
        }
    }

    /// - Throws: `WebError.forbidden` where the token is missing or of another start.
    func check(_ request: Request) throws {
        let shown = HTTPField.Name(Self.header).flatMap { request.headers[$0] }
        guard shown == text else {
            throw WebError.forbidden(
                "A change needs the header \(Self.header) with the token that /api/v1/token answers; after a restart it "
                    + "is another one.")
        }
    }
}
