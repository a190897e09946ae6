/// How strange one value is.
package struct Novelty: Sendable, Hashable {
    /// On the scale on which values are compared, as all that follows.
    package var value: Double
    /// The forest's decision function, below 0 is anomalous; nil before the first forest.
    package var score: Double?
    /// -log10 of how rare it is that a value lies so far from this time of the last seven days and from all of the last
    /// weeks; what was as strange within about a day counts as at most 2.
    package var surprise = 0.0
    /// The same without the range, with the distance from the last 15 and the forest's score; what marks are judged by.
    package var strangeness = 0.0
    /// Whether it stands out from what this API shows every few hundred values.
    package var isStrange = false
    /// Whether it is the first of a stretch of strange ones.
    package var isMark = false
    /// Whether values are missing before it.
    package var isAfterGap = false
    /// The usual distance of a value from those just before it.
    package var noise = 0.0
    /// The median of the last 15.
    package var usual = 0.0
    /// The nearest of this time of the last seven days; nil while no day is known.
    package var nearestDay: Double?
    /// How far it lies beyond all values of the last weeks, in widths of their range.
    package var record = 0.0

    /// What a value is expected between; nil before noise is known.
    package var expected: ClosedRange<Double>? {
        guard score != nil else { return nil }
        let reach = Self.reach * noise
        let other = nearestDay ?? usual
        return Swift.min(usual, other) - reach...Swift.max(usual, other) + reach
    }

    /// Beyond as many usual distances a value stands out to the eye.
    private static let reach = 4.0

    init(value: Double) { self.value = value }
}
