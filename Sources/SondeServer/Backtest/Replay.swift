package import SondeCore

/// What Sonde would have said of one API's past, told by the very code that judges live: row after row, each judged by
/// those before it alone.
///
/// The interval is what was told, or else the middle of the first ten; until those are known, each row is
/// judged with what is known up to it.
package struct Replay: Sendable {
    /// Response times of probes, which may fail, or plain numbers.
    package enum Kind: Sendable {
        case probes
        case values
    }

    /// One row of the past.
    package enum Row: Sendable {
        case probe(ProbeResult)
        case value(Double, Timestamp)

        package var time: Timestamp {
            switch self {
            case .probe(let result): result.timestamp
            case .value(_, let time): time
            }
        }
    }

    /// What is said of a row.
    package struct Judgement: Sendable {
        package var verdict = Verdict()
        /// What the value was expected between; nil while learning.
        package var expected: ClosedRange<Double>?
        /// It is not later than the one before it, and was passed over.
        package var isLate = false
        /// Whether it would have been marked, as live: a failed probe has a severity and is no mark.
        package internal(set) var isAnomaly = false

        package init() {}
    }

    private let name: String
    private let kind: Kind
    private let settings: AnomalySettings
    private let excused: [FaultPattern]
    private let incidents: ReplayedIncidents
    private var interval: IntervalEstimate
    private var judge: any ReplayJudge
    /// The first rows, until the interval is settled.
    private var first: [Row] = []
    private var last: Timestamp?

    package private(set) var rows = 0
    package private(set) var lateRows = 0
    package private(set) var marks = 0
    package private(set) var span: ClosedRange<Timestamp>?

    /// - Parameters:
    ///   - interval: Between two rows; nil to take it from them.
    ///   - excused: What was called no fault.
    package init(
        name: String, kind: Kind, settings: AnomalySettings, interval: Duration? = nil, excused: [FaultPattern] = [],
        incidents: ReplayedIncidents = ReplayedIncidents()
    ) {
        self.name = name
        self.kind = kind
        self.settings = settings
        self.interval = IntervalEstimate(known: interval)
        self.excused = excused
        self.incidents = incidents
        judge = Self.judge(name, kind, settings, self.interval.value, excused, incidents)
    }

    /// The pages that would have been sent so far, oldest first.
    package var pages: [ReplayedPage] { judge.pages }

    package mutating func take(_ row: Row) -> Judgement {
        rows += 1
        let time = row.time
        if let last, time <= last {
            lateRows += 1
            var late = Judgement()
            late.isLate = true
            return late
        }
        last = time
        span = (span?.lowerBound ?? time)...time
        let judgement = interval.isSettled ? judge.take(row) : takeFirst(row)
        if judgement.isAnomaly { marks += 1 }
        return judgement
    }

    private static func judge(
        _ name: String, _ kind: Kind, _ settings: AnomalySettings, _ interval: Duration, _ excused: [FaultPattern],
        _ incidents: ReplayedIncidents
    ) -> any ReplayJudge {
        switch kind {
        case .probes:
            ProbeReplay(name: name, settings: settings, interval: interval, excused: excused, incidents: incidents)
        case .values: ValueReplay(name: name, settings: settings, interval: interval)
        }
    }

    private mutating func takeFirst(_ row: Row) -> Judgement {
        first.append(row)
        interval.add(row.time)
        judge = Self.judge(name, kind, settings, interval.value, excused, incidents)
        for earlier in first.dropLast() { _ = judge.take(earlier) }
        if interval.isSettled { first = [] }
        return judge.take(row)
    }
}
