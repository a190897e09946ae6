import SondeCore

/// Judges the rows of a replay once their interval is known.
protocol ReplayJudge: Sendable {
    /// What would have been sent so far, oldest first.
    var pages: [ReplayedPage] { get }

    mutating func take(_ row: Replay.Row) -> Replay.Judgement
}
