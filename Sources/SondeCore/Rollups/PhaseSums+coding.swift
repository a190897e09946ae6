/// As bytes: of each phase how often it happened, and where it did, its microseconds. Ten to twenty of them.
extension PhaseSums {
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for sum in [dns, connect, tls, ttfb, transfer] {
            LEB128.append(UInt64(clamping: sum.count), to: &bytes)
            if sum.count > 0 { LEB128.append(UInt64(clamping: sum.total.microseconds), to: &bytes) }
        }
        return bytes
    }

    /// - Returns: Nil where the bytes are no such sums.
    package init?(bytes: [UInt8]) {
        var rest = bytes[...]
        var sums: [Sum] = []
        for _ in PhaseTimings.Phase.allCases {
            guard let count: UInt32 = LEB128.next(&rest) else { return nil }
            guard count > 0 else {
                sums.append(Sum())
                continue
            }
            guard let total: UInt64 = LEB128.next(&rest), let microseconds = Int64(exactly: total) else { return nil }
            sums.append(Sum(total: .microseconds(microseconds), count: Int(count)))
        }
        guard rest.isEmpty else { return nil }
        self.init()
        (dns, connect, tls, ttfb, transfer) = (sums[0], sums[1], sums[2], sums[3], sums[4])
    }
}
