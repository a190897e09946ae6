import Hummingbird
import Mustache

/// The pages' templates, read once.
struct Templates {
    private let library: MustacheLibrary
    private let assets: [String: String]
    private let token: SameSiteToken

    /// - Parameters:
    ///   - assets: The address of each asset by the name that templates use.
    ///   - token: With which pages ask for changes.
    init(assets: [String: String], token: SameSiteToken) {
        MustacheContentTypes.register(HTMLEscaping(), named: HTMLEscaping.name)
        var library = MustacheLibrary()
        for (name, bytes) in Self.sources {
            let text = "{{% CONTENT_TYPE:\(HTMLEscaping.name)}}" + String(decoding: bytes, as: UTF8.self)
            do {
                try library.register(text, named: name)
            } catch {
                fatalError("The template \(name) does not parse: \(error)")
            }
        }
        self.library = library
        self.assets = assets
        self.token = token
    }

    /// The page that `template` makes of `model`.
    func page(_ template: String, _ model: [String: Any], status: HTTPResponse.Status = .ok) -> Response {
        var model = model
        model["asset"] = assets
        model["token"] = token.text
        let html = library.render(model, withTemplate: template) ?? ""
        return Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-cache"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    private static let sources: [String: [UInt8]] = [
        "alerts": PackageResources.alerts_mustache,
        "endpoint": PackageResources.endpoint_mustache,
        "error": PackageResources.error_mustache,
        "failure": PackageResources.failure_mustache,
        "incident": PackageResources.incident_mustache,
        "incident-page": PackageResources.incident_page_mustache,
        "incidents": PackageResources.incidents_mustache,
        "layout": PackageResources.layout_mustache,
        "notice": PackageResources.notice_mustache,
        "overview": PackageResources.overview_mustache,
        "probe": PackageResources.probe_mustache,
        "row": PackageResources.row_mustache,
        "silence-fields": PackageResources.silence_fields_mustache,
    ]
}
