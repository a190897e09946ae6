import Hummingbird
import SondeCore

/// What the forms of the pages have in common: they show the token, change something, and lead back to a page.
struct PageForm {
    let token: SameSiteToken

    private static let longestBody = 262_144

    /// The fields that were filled in.
    ///
    /// - Throws: `WebError.forbidden` where the form is not of this Sonde.
    func fields(of request: Request) async throws -> Fields {
        try Query(of: request).allow()
        let bytes = try await request.bytes(upTo: Self.longestBody)
        let fields = try Fields(form: String(decoding: bytes, as: UTF8.self))
        try token.check(fields)
        return fields.without("token")
    }

    /// Shows a page, so that loading it anew changes nothing again.
    static func back(to address: String) -> Response {
        Response(status: .seeOther, headers: [.location: address, .cacheControl: "no-store"])
    }
}
