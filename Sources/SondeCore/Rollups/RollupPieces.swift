/// Which roll-ups and results make up a range: hours as far as they are whole and rolled up, minutes beside them, results
/// at the edges and after what is rolled up. Microseconds since 1970.
package struct RollupPieces: Equatable {
    package var hours: Range<Int64>
    /// Before and after the hours.
    package var minutes: [Range<Int64>]
    /// Before and after the minutes.
    package var results: [Range<Int64>]

    /// - Parameters:
    ///   - done: Until when roll-ups are complete.
    ///   - step: What is asked for is told in multiples of it: nothing coarser is of use.
    package init(of range: Range<Int64>, done: Int64, step: Int64) {
        let (start, minute, hour) = (range.lowerBound, RollupStep.minute, RollupStep.hour)
        let end = step % minute.microseconds == 0 ? min(range.upperBound, done) : start
        let ofMinutes = Self.whole(minute, in: start..<max(start, end))
        let ofHours = step % hour.microseconds == 0 ? Self.whole(hour, in: ofMinutes) : start..<start
        hours = ofHours
        minutes = Self.around(ofHours, in: ofMinutes)
        results = Self.around(ofMinutes, in: range)
    }

    /// The whole steps of a range; an empty range at its beginning where there is none.
    private static func whole(_ step: RollupStep, in range: Range<Int64>) -> Range<Int64> {
        let first = step.beginning(range.lowerBound + step.microseconds - 1)
        let last = step.beginning(range.upperBound)
        return first < last ? first..<last : range.lowerBound..<range.lowerBound
    }

    private static func around(_ inner: Range<Int64>, in outer: Range<Int64>) -> [Range<Int64>] {
        guard !inner.isEmpty else { return outer.isEmpty ? [] : [outer] }
        return [outer.lowerBound..<inner.lowerBound, inner.upperBound..<outer.upperBound].filter { !$0.isEmpty }
    }
}
