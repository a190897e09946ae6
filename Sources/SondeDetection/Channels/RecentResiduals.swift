/// The last values beside the time of day, from which a lasting new level is told.
struct RecentResiduals: Sendable {
    private static let capacity = 80
    private static let newest = 20

    private var values: [Float] = []
    private var next = 0

    mutating func add(_ value: Float) {
        if values.count < Self.capacity {
            values.append(value)
        } else {
            values[next] = value
            next = (next + 1) % Self.capacity
        }
    }

    mutating func removeAll() {
        values.removeAll(keepingCapacity: true)
        next = 0
    }

    /// The middle of the newest eight values.
    var newestMedian: Double? {
        guard values.count >= 8 else { return nil }
        let count = values.count
        let end = count < Self.capacity ? count : next
        let newest = (1...8).map { values[(end - $0 + count) % count] }.sorted()
        return Double(newest[3] + newest[4]) / 2
    }

    /// The middle of the last values if they have settled: the newest have the same one, and they spread no more than
    /// usual.
    func settledLevel(deviation: Double) -> Double? {
        guard values.count == Self.capacity else { return nil }
        let all = values.sorted()
        let middle = Double(all[Self.capacity / 2])
        let last = (1...Self.newest).map { values[(next - $0 + Self.capacity) % Self.capacity] }.sorted()
        let spread = Double(all[Self.capacity * 3 / 4] - all[Self.capacity / 4]) / 1.349
        let drift = abs(Double(last[Self.newest / 2]) - middle)
        guard drift < Swift.max(0.5 * deviation, 0.03 * abs(middle)), spread < 2 * deviation else { return nil }
        return middle
    }
}

extension RecentResiduals: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&values, limit: Self.capacity)
        coder.exchange(&next)
        if !(0..<Self.capacity ~= next) { coder.refuse() }
    }
}
