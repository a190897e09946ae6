import SondeCore
import SondeServer

/// What a replay comes to, as a table: a line for each API.
struct BacktestSummary {
    let series: [SeriesBacktest]
    /// Oldest first.
    let pages: [ReplayedPage]
    /// Nil where no channel is configured.
    let messages: [ReplayedMessage]?

    func lines() -> [String] {
        guard !series.isEmpty else { return ["No rows: nothing would have been sent."] }
        let isCompared = series.contains { $0.comparison != nil }
        var header = ["API", "rows", "days", "marks", "pages", "pages a week", "false-alarm budget"]
        if isCompared { header.append("pages by the other") }
        var table = [header] + series.map(row)
        if series.count > 1 { table.append(total(isCompared: isCompared)) }
        var lines = AlignedTable.lines(of: table)
        lines += listed()
        if let messages { lines += MessageSummary(messages: messages).lines() }
        let late = series.reduce(0) { $0 + $1.replay.lateRows }
        if late > 0 {
            lines.append("\(late) row\(late == 1 ? " is" : "s are") not later than the one before and passed over.")
        }
        return lines
    }

    /// More are for --alerts to list.
    private static let pageLimit = 40

    /// The pages themselves, oldest first: when, of what, how long, why.
    private func listed() -> [String] {
        guard !pages.isEmpty else { return ["", "No page would have been sent."] }
        var lines = ["", "Pages, times in UTC:"]
        for page in pages.prefix(Self.pageLimit) {
            let time = "\(page.openedAt.rfc3339.prefix(10)) \(page.openedAt.timeOfDay.prefix(8))"
            lines.append(
                "  \(time)  \(TerminalText.safe(page.apiName))  \(page.severity)  \(Self.lasted(page))  "
                    + (page.quiet.map { "quiet: \($0.rawValue)  " } ?? "")
                    + TerminalText.safe(page.reasons.joined(separator: "; ")))
        }
        let more = pages.count - Self.pageLimit
        if more > 0 { lines.append("  and \(more) more; --alerts lists them all") }
        return lines
    }

    /// Only of a series of numbers may a page begin and end with the same value.
    private static func lasted(_ page: ReplayedPage) -> String {
        guard let closedAt = page.closedAt else { return "still open" }
        return closedAt == page.openedAt ? "for one value" : "for \(page.openedAt.duration(to: closedAt).text)"
    }

    /// How many pages of an API would have been sent: what is quiet is none.
    private func sent(_ series: SeriesBacktest) -> Int {
        let quiet = Set(pages.filter { $0.quiet != nil && $0.apiName == series.name }.map(\.openedAt))
        return series.replay.pages.count { !quiet.contains($0.openedAt) }
    }

    private func row(_ series: SeriesBacktest) -> [String] {
        let pages = sent(series)
        var cells = [
            TerminalText.safe(series.name), "\(series.replay.rows)", Self.tenths(days(series)),
            "\(series.replay.marks)",
            "\(pages)", Self.perWeek(pages, days(series)), budget(series),
        ]
        if let comparison = series.comparison { cells.append(Self.compared(comparison.pages.count, pages)) }
        return cells
    }

    private func total(isCompared: Bool) -> [String] {
        let pages = series.reduce(0) { $0 + sent($1) }
        let days = series.reduce(0) { $0 + self.days($1) }
        let probes = series.filter { $0.kind == .responseTime }
        let allowed = probes.reduce(0) { $0 + self.days($1) / 7 / $1.sensitivity.weeksPerFalsePage }
        var cells = [
            "all \(series.count)", "\(series.reduce(0) { $0 + $1.replay.rows })", Self.tenths(days),
            "\(series.reduce(0) { $0 + $1.replay.marks })", "\(pages)", Self.perWeek(pages, days),
            probes.isEmpty ? "–" : "\(Self.tenths(allowed)) in all",
        ]
        if isCompared {
            cells.append(Self.compared(series.reduce(0) { $0 + ($1.comparison?.pages.count ?? 0) }, pages))
        }
        return cells
    }

    private func days(_ series: SeriesBacktest) -> Double {
        series.replay.span.map { $0.lowerBound.duration(to: $0.upperBound).seconds / 86_400 } ?? 0
    }

    /// What the sensitivity puts up with: `1 in 4 weeks`. It says nothing of series of numbers, whose intervals differ.
    private func budget(_ series: SeriesBacktest) -> String {
        guard series.kind == .responseTime else { return "–" }
        let weeks = Int(series.sensitivity.weeksPerFalsePage)
        return "1 \(weeks == 1 ? "a week" : "in \(weeks) weeks")"
    }

    private static func compared(_ other: Int, _ pages: Int) -> String {
        let change = other - pages
        return change == 0 ? "\(other)" : "\(other) (\(change > 0 ? "+" : "")\(change))"
    }

    private static func perWeek(_ count: Int, _ days: Double) -> String {
        guard days >= 1 else { return "–" }
        let hundredths = Int((Double(count) / days * 700).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }

    private static func tenths(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}

extension AnomalySettings.Sensitivity {
    /// In how many weeks one false page of an API is put up with.
    var weeksPerFalsePage: Double {
        switch self {
        case .low: 12
        case .medium: 4
        case .high: 1
        }
    }
}
