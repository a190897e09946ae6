extension PlotDocument {
    /// A part of the page: as it is in the resources, or a place for data.
    enum Part {
        case text([UInt8])
        case title
        case data
    }

    /// The page with its style and its script. Only the template is searched for places, never what is put there.
    static let template: [Part] = {
        let text = String(decoding: PackageResources.plot_html, as: UTF8.self)
        return text.split(separator: "{{").enumerated().flatMap { index, piece -> [Part] in
            guard index > 0, let end = piece.firstRange(of: "}}") else { return [.text(Array(piece.utf8))] }
            return place(piece[..<end.lowerBound]) + [.text(Array(piece[end.upperBound...].utf8))]
        }
    }()

    private static func place(_ name: Substring) -> [Part] {
        switch name {
        case "title": [.title]
        case "style": [.text(PackageResources.plot_css)]
        case "script": scripts.map { .text($0) }
        case "data": [.data]
        default: fatalError("plot.html has no meaning for {{\(name)}}")
        }
    }

    /// In one scope, so that each may use those before it.
    private static let scripts: [[UInt8]] = [
        PackageResources.plot_format_js, PackageResources.plot_scale_js, PackageResources.plot_series_js,
        PackageResources.plot_paint_js, PackageResources.plot_readout_js, PackageResources.plot_chart_js,
        PackageResources.plot_tables_js, PackageResources.plot_js,
    ]
}
