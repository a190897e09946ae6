import SondeCore

/// What a plot keeps of neighbouring points: how far they reach, and the last of them.
struct PlotBucket: Sendable, Equatable {
    /// The times of its first and last point, exactly; they are equal where it holds a single one.
    private(set) var start: Timestamp
    private(set) var end: Timestamp
    /// How many points it holds, failed ones too.
    private(set) var count: UInt32 = 0
    /// How many of them had no value.
    private(set) var failures: UInt32 = 0

    // No optionals: a bucket is touched once a point, and there are thousands in each series.
    private var least = Double.infinity
    private var greatest = -Double.infinity
    private var newest = Double.nan
    private var low = Double.nan
    private var high = Double.nan

    init(time: Timestamp, value: Double?, expected: ClosedRange<Double>?) {
        (start, end) = (time, time)
        add(time: time, value: value, expected: expected)
    }

    /// The extremes of its values, exactly; nil where all points failed.
    var range: ClosedRange<Double>? { least <= greatest ? least...greatest : nil }

    /// The last value; nil where all points failed.
    var last: Double? { newest.isNaN ? nil : newest }

    /// What was expected when it was last told; nil where it never was.
    var expected: ClosedRange<Double>? { low <= high ? low...high : nil }

    /// Takes in a point. A value that is not finite counts as failed, and a range without end as none.
    mutating func add(time: Timestamp, value: Double?, expected: ClosedRange<Double>?) {
        let isNewest = time >= end
        count &+= 1
        start = min(start, time)
        end = max(end, time)
        if let value, value.isFinite {
            least = min(least, value)
            greatest = max(greatest, value)
            if isNewest || newest.isNaN { newest = value }
        } else {
            failures &+= 1
        }
        if let expected, expected.lowerBound.isFinite, expected.upperBound.isFinite, isNewest || low.isNaN {
            (low, high) = (expected.lowerBound, expected.upperBound)
        }
    }

    /// Takes in the bucket that follows.
    mutating func merge(_ next: PlotBucket) {
        start = min(start, next.start)
        end = max(end, next.end)
        count &+= next.count
        failures &+= next.failures
        least = min(least, next.least)
        greatest = max(greatest, next.greatest)
        if !next.newest.isNaN { newest = next.newest }
        if !next.low.isNaN { (low, high) = (next.low, next.high) }
    }
}
