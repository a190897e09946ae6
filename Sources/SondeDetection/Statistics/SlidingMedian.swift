/// The median of the last values, kept in order as they come and go.
struct SlidingMedian: Sendable {
    private let width: Int
    /// In the order in which they came, a ring once it is full; `next` is the oldest.
    private var values: [Double] = []
    private var next = 0
    private var sorted: [Double] = []

    init(width: Int) {
        self.width = width
        values.reserveCapacity(width)
        sorted.reserveCapacity(width)
    }

    /// Nil before the first value.
    var median: Double? {
        guard !sorted.isEmpty else { return nil }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    mutating func add(_ value: Double) {
        if values.count < width {
            values.append(value)
        } else {
            sorted.remove(at: place(of: values[next]))
            values[next] = value
            next = (next + 1) % width
        }
        sorted.insert(value, at: place(of: value))
    }

    /// The first place whose value is not below.
    private func place(of value: Double) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension SlidingMedian: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&values, limit: width)
        coder.exchange(&next)
        if !(0..<width ~= next) { coder.refuse() }
        sorted = values.sorted()
    }
}
