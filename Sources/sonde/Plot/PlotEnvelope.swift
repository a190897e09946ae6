import SondeCore

/// A series of any length in a bounded number of buckets.
///
/// A bucket covers 2ⁿ µs of time and exists only where there are points. Up to `limit` points each stand alone; then
/// the width doubles until there are few enough buckets again. Minima and maxima survive exactly.
struct PlotEnvelope: Sendable {
    /// The most buckets it holds.
    let limit: Int
    /// In the order of time.
    private(set) var buckets: [PlotBucket] = []
    /// A bucket's width as a power of two in microseconds.
    private var widthExponent = 0

    /// - Parameter limit: At least 2, for the times before and after 1970.
    init(limit: Int = 4000) {
        self.limit = max(2, limit)
    }

    /// Takes in a point; those that come in the order of time cost a few nanoseconds.
    mutating func add(time: Timestamp, value: Double?, expected: ClosedRange<Double>?) {
        let place = place(of: time)
        let last = buckets.count - 1
        let lastPlace = last < 0 ? nil : self.place(of: buckets[last].start)
        if lastPlace == place {
            buckets[last].add(time: time, value: value, expected: expected)
            return
        }
        let bucket = PlotBucket(time: time, value: value, expected: expected)
        if let lastPlace, place < lastPlace { insert(bucket, at: place) } else { buckets.append(bucket) }
        while buckets.count > limit { doubleWidth() }
    }

    /// The same series in fewer buckets.
    func coarsened(to limit: Int) -> PlotEnvelope {
        var envelope = PlotEnvelope(limit: limit)
        envelope.buckets = buckets
        envelope.widthExponent = widthExponent
        while envelope.buckets.count > envelope.limit { envelope.doubleWidth() }
        return envelope
    }

    private func place(of time: Timestamp) -> Int64 { time.microseconds >> widthExponent }

    /// Puts a late point where it belongs.
    private mutating func insert(_ point: PlotBucket, at place: Int64) {
        let index = firstIndex(notBefore: place)
        if self.place(of: buckets[index].start) == place {
            buckets[index].add(time: point.start, value: point.last, expected: point.expected)
        } else {
            buckets.insert(point, at: index)
        }
    }

    private func firstIndex(notBefore place: Int64) -> Int {
        var (low, high) = (0, buckets.count)
        while low < high {
            let middle = (low + high) / 2
            if self.place(of: buckets[middle].start) < place { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func doubleWidth() {
        widthExponent += 1
        var kept = 0
        for index in buckets.indices.dropFirst() {
            if place(of: buckets[index].start) == place(of: buckets[kept].start) {
                buckets[kept].merge(buckets[index])
            } else {
                kept += 1
                buckets[kept] = buckets[index]
            }
        }
        buckets.removeLast(buckets.count - kept - 1)
    }
}
