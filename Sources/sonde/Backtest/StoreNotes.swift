import SondeCore
import SondeServer

/// What a person should know of a replay of the store: what it leaves out.
struct StoreNotes {
    /// The file of the configuration.
    let file: String
    let since: Duration
    /// The endpoints with results in what was replayed.
    let stored: [String]
    /// What was called no fault, by endpoint.
    let excused: [String: [Incident]]

    func lines(of series: [SeriesBacktest]) -> [String] {
        [others(than: series), empty(series), leftOut(series)].compactMap(\.self)
    }

    private func others(than series: [SeriesBacktest]) -> String? {
        let known = Set(series.map(\.name))
        let others = stored.filter { !known.contains($0) }.map { TerminalText.safe($0) }
        guard !others.isEmpty else { return nil }
        return "The store also holds \(ShortList.of(others)), which \(others.count == 1 ? "is" : "are") not in "
            + "\(TerminalText.safe(file))."
    }

    private func empty(_ series: [SeriesBacktest]) -> String? {
        let empty = series.filter { $0.replay.rows == 0 }.map { TerminalText.safe($0.name) }
        guard !empty.isEmpty else { return nil }
        return "The store holds nothing of \(ShortList.of(empty)) in the last \(since.text)."
    }

    /// An incident from before Sonde kept what a fault looks like leaves nothing out.
    private func leftOut(_ series: [SeriesBacktest]) -> String? {
        let counts = series.compactMap { series -> String? in
            let count = excused[series.name, default: []].count { !$0.patterns.isEmpty }
            guard count > 0 else { return nil }
            return "\(TerminalText.safe(series.name)) (\(count) incident\(count == 1 ? "" : "s"))"
        }
        return counts.isEmpty
            ? nil : "What was called no fault is left out of the past of \(ShortList.of(counts)), too."
    }
}
