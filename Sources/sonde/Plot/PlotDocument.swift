/// A page that shows series in any browser: one HTML file that loads nothing.
enum PlotDocument {
    /// The most buckets of all series together; about 50 bytes each.
    private static let bucketBudget = 600_000

    /// The whole page.
    static func html(of plots: [SeriesPlot], title: String) -> String {
        var bytes: [UInt8] = []
        write(plots, title: title) { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes the page part by part, at most one series at a time.
    static func write<Failure>(
        _ plots: [SeriesPlot], title: String, to sink: ([UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        for part in template {
            switch part {
            case .text(let bytes): try sink(bytes)
            case .title: try sink(Array(escaped(title).utf8))
            case .data: try writeData(plots, to: sink)
            }
        }
    }

    /// The page is ready as soon as it has the summary; the details of a series wait as text until it is chosen.
    private static func writeData<Failure>(
        _ plots: [SeriesPlot], to sink: ([UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        var summary = ScriptJSON()
        summary.array(of: plots) { $1.writeSummary(to: &$0) }
        try sink(script(id: "summary", summary))
        let limit = bucketBudget / max(1, plots.count)
        for (index, plot) in plots.enumerated() {
            var detail = ScriptJSON()
            plot.writeDetail(to: &detail, buckets: limit)
            try sink(script(id: "series-\(index)", detail))
        }
    }

    private static func script(id: String, _ json: ScriptJSON) -> [UInt8] {
        Array("<script type=\"application/json\" id=\"\(id)\">".utf8) + json.bytes + Array("</script>\n".utf8)
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }
}
