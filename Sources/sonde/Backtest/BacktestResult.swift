/// What came of a replay.
struct BacktestResult: Sendable {
    /// In the order of the files, or of the configuration.
    var series: [SeriesBacktest]
    /// What a person should know of the input, a line each.
    var notes: [String] = []
}
