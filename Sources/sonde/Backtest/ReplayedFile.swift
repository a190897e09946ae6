import SondeCore
import SondeServer

/// The series of one file, in the order in which they come up.
struct ReplayedFile: Sendable {
    /// For messages.
    let name: String
    /// What is to be said of its first line; nil for nothing.
    let note: String?
    private(set) var series: [SeriesBacktest] = []
    private var indexes: [String: Int] = [:]
    private var current = 0
    /// The series of the row before; nil where that was passed over.
    private var previous: Int?

    init(name: String, note: String?) {
        self.name = name
        self.note = note
    }

    /// Judges a row of the API of a name.
    mutating func take(
        _ row: SeriesRow, of api: String, kind: SeriesColumns.Kind, line: Int, plan: BacktestPlan
    ) throws(CommandFailure) -> Replay.Judgement {
        select(api, kind, plan)
        guard let replayed = row.replayed(as: api, kind: kind, lastSize: series[current].lastSize) else {
            previous = nil
            return Replay.Judgement()
        }
        if let fault = fault(of: row.time) { throw .badData("\(name):\(line): \(fault)") }
        let judgement = series[current].take(replayed, value: row.value)
        previous = judgement.isLate ? nil : current
        if judgement.isLate, let fault = TimeOrder.fault(of: series[current].replay) {
            throw .badData("\(name) \(fault)")
        }
        return judgement
    }

    private mutating func select(_ api: String, _ kind: SeriesColumns.Kind, _ plan: BacktestPlan) {
        if current < series.count, series[current].name == api { return }
        current = indexes[api] ?? series.count
        guard current == series.count else { return }
        indexes[api] = current
        series.append(SeriesBacktest(name: api, kind: kind, plan: plan))
    }

    private func fault(of time: Timestamp) -> String? {
        guard let last = series[current].replay.span?.upperBound else { return nil }
        return TimeOrder.fault(
            of: time, after: last, isSecond: series[current].replay.rows == 1,
            other: previous == current
                ? "the line before it" : "the row of '\(NameList.quoted(series[current].name))' before it")
    }
}
