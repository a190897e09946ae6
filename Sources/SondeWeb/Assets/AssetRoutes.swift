import Hummingbird

/// `/assets/{name}`: what the pages load, all from here and nothing from the internet.
struct AssetRoutes {
    private let assets: [String: Asset]

    init(dygraphs: Dygraphs?) {
        let all = Self.own + (dygraphs.map { [$0.script, $0.style] } ?? [])
        assets = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
    }

    /// The address of each asset by the name that templates use: `asset.base_css`.
    static let addresses = Dictionary(
        own.map { ($0.name.map { $0 == "." ? "_" : String($0) }.joined(), $0.address) }
    ) { first, _ in first }

    func add(to router: Router<WebContext>) {
        router.get("assets/:name") { request, context in
            guard let asset = assets[context.parameters["name"].map(String.init) ?? ""] else {
                throw WebError.notFound("There is no such file.")
            }
            return asset.response(to: request)
        }
    }

    private static let own: [Asset] = [
        Asset(name: "alerts.js", bytes: PackageResources.alerts_js),
        Asset(name: "base.css", bytes: PackageResources.base_css),
        Asset(name: "charts.js", bytes: PackageResources.charts_js),
        Asset(name: "endpoint.js", bytes: PackageResources.endpoint_js),
        Asset(name: "feedback.js", bytes: PackageResources.feedback_js),
        Asset(name: "format.js", bytes: PackageResources.format_js),
        Asset(name: "forms.css", bytes: PackageResources.forms_css),
        Asset(name: "incident.js", bytes: PackageResources.incident_js),
        Asset(name: "incidents.js", bytes: PackageResources.incidents_js),
        Asset(name: "live.js", bytes: PackageResources.live_js),
        Asset(name: "overview.js", bytes: PackageResources.overview_js),
        Asset(name: "pages.css", bytes: PackageResources.pages_css),
        Asset(name: "series.js", bytes: PackageResources.series_js),
        Asset(name: "sonde.svg", bytes: PackageResources.sonde_svg),
        Asset(name: "tables.js", bytes: PackageResources.tables_js),
    ]
}
