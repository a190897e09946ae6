import SondeCore

/// Gathers what one series shows; memory does not grow with its length.
struct SeriesPlot: Sendable {
    let name: String
    /// Whether values are milliseconds.
    let isResponseTime: Bool
    private(set) var envelope = PlotEnvelope()
    private(set) var marks = PlotMarks()
    private(set) var pages: [PlotPage] = []
    /// How many points were added, failed ones too.
    private(set) var points = 0

    /// - Parameter isResponseTime: Whether values are milliseconds; others are plain numbers.
    init(name: String, isResponseTime: Bool) {
        self.name = name
        self.isResponseTime = isResponseTime
    }

    /// Takes in a point; a failed probe has no value. Points best come in the order of time.
    mutating func add(time: Timestamp, value: Double?, expected: ClosedRange<Double>?) {
        points += 1
        envelope.add(time: time, value: value, expected: expected)
    }

    /// Marks a point, which is added by `add` as well.
    ///
    /// - Parameters:
    ///   - surprise: -log10 of the calibrated tail probability.
    ///   - score: The detector's decision function, where it is to be shown: below 0 is anomalous.
    mutating func addMark(
        time: Timestamp, value: Double?, surprise: Double, score: Double? = nil, reasons: [String]
    ) {
        let surprise = surprise.isNaN ? 0 : surprise
        marks.add(PlotMark(time: time, value: value, surprise: surprise, score: score, reasons: reasons))
    }

    /// Adds an incident.
    ///
    /// - Parameters:
    ///   - closed: Nil where the record ends before it.
    ///   - severity: `medium`, `high` or `critical`.
    mutating func addPage(
        opened: Timestamp, closed: Timestamp?, severity: String, kind: String, reasons: [String]
    ) {
        pages.append(PlotPage(opened: opened, closed: closed, severity: severity, kind: kind, reasons: reasons))
    }
}
