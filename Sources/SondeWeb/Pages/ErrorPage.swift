import Hummingbird

/// What a person sees instead of a page that cannot be shown.
struct ErrorPage {
    let templates: Templates

    func response(_ sentence: String, status: HTTPResponse.Status) -> Response {
        let heading =
            switch status {
            case .notFound: "Not here"
            case .badRequest: "That cannot be shown"
            default: "That did not work"
            }
        let model: [String: Any] = ["title": "\(heading) · Sonde", "heading": heading, "message": sentence]
        return templates.page("error", model, status: status)
    }
}
