import SondeCore

extension PlotEnvelope {
    /// The longest pause between two points that still belong together: two and a half times the usual one; nil where
    /// there are too few points to tell.
    ///
    /// The usual pause is the median of those between buckets and of the mean ones within them.
    var longestPause: Duration? {
        // In floating point, as times far apart would overflow.
        var pauses: [Double] = []
        pauses.reserveCapacity(2 * buckets.count)
        for (index, bucket) in buckets.enumerated() {
            if index > 0 { pauses.append(bucket.start.seconds - buckets[index - 1].end.seconds) }
            guard bucket.count > 1 else { continue }
            pauses.append((bucket.end.seconds - bucket.start.seconds) / Double(bucket.count - 1))
        }
        guard !pauses.isEmpty else { return nil }
        pauses.sort()
        return .seconds(min(pauses[pauses.count / 2] * 2.5, 9e12))
    }
}
