#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// How response times are distributed, each within 2 %.
///
/// Counts in buckets whose bounds grow by a fixed ratio, of which only those that hold something are kept. The counts of
/// two histograms added up are the histogram of both, so that a percentile of any range is a true one and not a mean of
/// percentiles. The buckets are those of DDSketch (Masson, Rim and Lee, VLDB 2019).
package struct Histogram: Sendable, Hashable {
    /// The largest relative error of a quantile.
    package static let error = 0.02
    /// A bucket's upper bound over its lower one.
    static let ratio = (1 + error) / (1 - error)
    private static let logOfRatio = log(ratio)
    /// Holds what is longer than a week, too: no probe is.
    static let lastIndex: UInt16 = 682

    /// The values from `ratio` to the power of `index - 1`, exclusive, to that of `index`, inclusive, in microseconds.
    package struct Bucket: Sendable, Hashable {
        package var index: UInt16
        package var count: UInt32

        package init(index: UInt16, count: UInt32) {
            self.index = index
            self.count = count
        }
    }

    /// Those that are not empty, by rising index.
    package private(set) var buckets: [Bucket] = []

    package init() {}

    /// - Returns: Nil where the indices do not rise, one is out of range, or a bucket is empty.
    package init?(_ buckets: [Bucket]) {
        var next: UInt16 = 0
        for bucket in buckets {
            guard bucket.index >= next, bucket.index <= Self.lastIndex, bucket.count > 0 else { return nil }
            next = bucket.index + 1
        }
        self.buckets = buckets
    }

    package var count: Int { buckets.reduce(0) { $0 + Int($1.count) } }

    package mutating func add(_ duration: Duration) {
        let index = Self.index(of: duration)
        let place = buckets.firstIndex { $0.index >= index } ?? buckets.count
        if place < buckets.count, buckets[place].index == index {
            buckets[place].count = Self.sum(buckets[place].count, 1)
        } else {
            buckets.insert(Bucket(index: index, count: 1), at: place)
        }
    }

    package mutating func add(_ other: Histogram) {
        var merged: [Bucket] = []
        merged.reserveCapacity(buckets.count + other.buckets.count)
        var own = buckets[...]
        var others = other.buckets[...]
        while let first = own.first, let second = others.first {
            if first.index == second.index {
                merged.append(Bucket(index: first.index, count: Self.sum(first.count, second.count)))
            } else {
                merged.append(first.index < second.index ? first : second)
            }
            if first.index <= second.index { own.removeFirst() }
            if second.index <= first.index { others.removeFirst() }
        }
        buckets = merged + own + others
    }

    /// The value below or at which a share of all values lies, within `error` of it; nil without values.
    ///
    /// It is the smallest value at or below which at least the share lies, the "inverted cumulative distribution" of
    /// Hyndman and Fan (1996), definition 1.
    package func quantile(_ share: Double) -> Duration? {
        let rank = max(1, Int((share * Double(count)).rounded(.up)))
        var below = 0
        for bucket in buckets {
            below += Int(bucket.count)
            if below >= rank { return Self.value(of: bucket.index) }
        }
        return buckets.last.map { Self.value(of: $0.index) }
    }

    private static func index(of duration: Duration) -> UInt16 {
        let microseconds = Double(max(1, duration.microseconds))
        return UInt16(min(Double(lastIndex), (log(microseconds) / logOfRatio).rounded(.up)))
    }

    /// The value that is as far from a bucket's lower bound as from its upper one, relative to each.
    static func value(of index: UInt16) -> Duration {
        .nanoseconds(Int64((2000 * pow(ratio, Double(index)) / (ratio + 1)).rounded()))
    }

    /// Past four thousand million the count stays.
    private static func sum(_ first: UInt32, _ second: UInt32) -> UInt32 {
        let (sum, isTooLarge) = first.addingReportingOverflow(second)
        return isTooLarge ? .max : sum
    }
}
