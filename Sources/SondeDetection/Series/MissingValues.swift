import SondeCore

/// Watches how often values are missing against the series' own rate.
struct MissingValues: Sendable {
    private static let memory = 40_000.0
    /// What is assumed before anything was seen: as for failures.
    private static let assumedMissing = 0.3
    private static let assumedValues = 2_000.0
    /// A single long gap is one event, not a thousand.
    private static let limit = 10
    /// In steps; a record that often has gaps raises its own level.
    private static let horizon = 100_000.0

    /// An alarm is learned ten times as slowly: gaps that come every night are not told for ever.
    private static let weightInAlarm = 0.1

    private let interval: Duration
    private var test = EventTest(faultRate: 0.25, base: 6, assumedHeight: 1.5, leastSum: 38)
    private var missing = 0.0
    private var steps = 0.0
    private var last: Timestamp?
    private var lastGap = 0
    /// Before the last gap was learned.
    private var rateBefore = 0.0

    init(interval: Duration) { self.interval = interval }

    private var usualRate: Double { (missing + Self.assumedMissing) / (steps + Self.assumedValues) }

    /// `3 of them just now, its normal is 1 in 900`.
    var text: String {
        let often = Int((1 / Swift.max(1e-9, rateBefore)).rounded())
        return "\(lastGap) of them just now, its normal is 1 in \(often)"
    }

    /// Takes the time of the next value; true while more values are missing than usual.
    mutating func judge(at time: Timestamp) -> Bool {
        let gap = last.map { $0.duration(to: time).seconds / interval.seconds } ?? 1
        last = time
        lastGap = Swift.max(0, Int(Swift.min(gap, 1e9).rounded()) - 1)
        let count = Swift.min(Self.limit, lastGap)
        let rate = usualRate
        rateBefore = rate
        for _ in 0..<count { test.add(true, usualRate: rate) }
        test.add(false, usualRate: rate)
        let isAlarm = test.isPassed(horizon: Self.horizon)
        if isAlarm {
            test.dropExcursion()
        } else {
            test.learn()
        }
        let weight = isAlarm ? Self.weightInAlarm : 1
        missing = missing * (1 - weight / Self.memory) + weight * Double(count)
        steps = steps * (1 - weight / Self.memory) + weight
        return isAlarm
    }
}
