/// As bytes: for each bucket how far its index lies from the one before, and its count. An hour of one API takes some 20.
extension Histogram {
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        var next: UInt16 = 0
        for bucket in buckets {
            LEB128.append(bucket.index - next, to: &bytes)
            LEB128.append(bucket.count, to: &bytes)
            next = bucket.index + 1
        }
        return bytes
    }

    /// - Returns: Nil where the bytes are no histogram.
    package init?(bytes: [UInt8]) {
        var rest = bytes[...]
        var buckets: [Bucket] = []
        var next = 0
        while !rest.isEmpty {
            guard let step: UInt16 = LEB128.next(&rest), let count: UInt32 = LEB128.next(&rest),
                let index = UInt16(exactly: next + Int(step))
            else { return nil }
            buckets.append(Bucket(index: index, count: count))
            next = Int(index) + 1
        }
        self.init(buckets)
    }
}
