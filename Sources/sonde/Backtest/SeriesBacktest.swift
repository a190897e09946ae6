import SondeCore
import SondeServer

/// One API's past as it is replayed: what is said of it, beside what another configuration would say.
struct SeriesBacktest: Sendable {
    let name: String
    let kind: SeriesColumns.Kind
    let sensitivity: AnomalySettings.Sensitivity
    private(set) var replay: Replay
    private(set) var comparison: Replay?
    /// Of the last response whose size is known, in bytes; 0 before there was one.
    private(set) var lastSize = 0
    private var plot: SeriesPlot?

    /// - Parameters:
    ///   - interval: Between two rows; nil to take it from them.
    ///   - excused: What was called no fault.
    init(
        name: String, kind: SeriesColumns.Kind, plan: BacktestPlan, interval: Duration? = nil,
        excused: [FaultPattern] = []
    ) {
        self.name = name
        self.kind = kind
        let settings = plan.settings(of: name)
        sensitivity = settings.sensitivity
        let replayed = kind.replayed
        replay = Replay(
            name: name, kind: replayed, settings: settings, interval: interval, excused: excused,
            incidents: plan.incidents(of: name))
        comparison = plan.comparedSettings(of: name).map {
            Replay(
                name: name, kind: replayed, settings: $0, interval: interval, excused: excused,
                incidents: plan.comparedIncidents(of: name))
        }
        if plan.isPlotted { plot = SeriesPlot(name: name, isResponseTime: kind == .responseTime) }
    }

    mutating func take(_ row: Replay.Row, value: Double?) -> Replay.Judgement {
        let judgement = replay.take(row)
        _ = comparison?.take(row)
        // What comes with a failure is often an error page.
        if case .probe(let result) = row, result.success { lastSize = result.responseSize }
        if plot != nil, !judgement.isLate { draw(judgement, value: value, at: row.time) }
        return judgement
    }

    private mutating func draw(_ judgement: Replay.Judgement, value: Double?, at time: Timestamp) {
        let verdict = judgement.verdict
        let hasFailed = kind == .responseTime && verdict.severity != nil && verdict.score == nil
        plot?.add(time: time, value: hasFailed ? nil : value, expected: judgement.expected)
        guard judgement.isAnomaly else { return }
        plot?.addMark(
            time: time, value: value, surprise: verdict.surprise ?? 0, score: verdict.score, reasons: verdict.reasons)
    }

    /// What there is to show, with the pages; nil where nothing was gathered.
    func finishedPlot() -> SeriesPlot? {
        var plot = plot
        for page in replay.pages {
            plot?.addPage(
                opened: page.openedAt, closed: page.closedAt, severity: page.severity.description, kind: page.kind,
                reasons: page.reasons)
        }
        return plot
    }
}

extension SeriesColumns.Kind {
    fileprivate var replayed: Replay.Kind { self == .value ? .values : .probes }
}
