import SondeCore

/// The lowest and the highest value of the last four to eight weeks, beyond which a value is a record.
struct ValueRange: Sendable, Hashable {
    private static let period: Int64 = 28 * 86_400_000_000
    /// Values before a record means anything.
    private static let valuesNeeded = 50

    private var present: ClosedRange<Double>?
    private var previous: ClosedRange<Double>?
    private var number = Int64.min
    private var count = 0

    /// How far a value lies beyond the range, in widths of it; 0 inside.
    func excess(of value: Double) -> Double {
        guard count >= Self.valuesNeeded, let range = joined, range.upperBound > range.lowerBound else { return 0 }
        let beyond = Swift.max(value - range.upperBound, range.lowerBound - value, 0)
        return beyond / (range.upperBound - range.lowerBound)
    }

    mutating func add(_ value: Double, at time: Timestamp) {
        let number = time.microseconds / Self.period
        if number != self.number {
            previous = number == self.number &+ 1 ? present : nil
            present = nil
            if previous == nil { count = 0 }
            self.number = number
        }
        count += 1
        present = present.map { Swift.min($0.lowerBound, value)...Swift.max($0.upperBound, value) } ?? value...value
    }

    private var joined: ClosedRange<Double>? {
        guard let present, let previous else { return present ?? previous }
        return Swift.min(present.lowerBound, previous.lowerBound)...Swift.max(present.upperBound, previous.upperBound)
    }
}

extension ValueRange: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        Self.exchange(&present, &coder)
        Self.exchange(&previous, &coder)
        coder.exchange(&number)
        coder.exchange(&count)
    }

    private static func exchange(_ range: inout ClosedRange<Double>?, _ coder: inout StateCoder) {
        coder.exchange(&range, placeholder: 0...0) { coder, range in
            var (low, high) = (range.lowerBound, range.upperBound)
            coder.exchange(&low)
            coder.exchange(&high)
            guard low <= high else { return coder.refuse() }
            range = low...high
        }
    }
}
