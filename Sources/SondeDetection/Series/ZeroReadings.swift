import SondeCore

/// Readings of exactly 0 where an API is not usually at 0: nothing was measured, which no distance tells.
///
/// In public series of measurements nearly every zero is labelled a fault, except where zero is the usual value.
struct ZeroReadings: Sendable, Hashable {
    /// Until then no zero is usual: a record may begin with a fault.
    private static let youth: Duration = .seconds(2 * 86_400)
    /// Zeros are usual from this share of values on, or from this share of values at which they begin.
    private static let usualShare = 0.1
    private static let usualOnsets = 0.002
    /// What has begun and gone by itself so often, and in this share of values, is told of no young record, either.
    private static let onsetsOfHabit = 4.0
    private static let shareOfHabit = 0.01

    private var start: Timestamp?
    private var values = 0.0
    private var zeros = 0.0
    /// How often zeros begin, and how often other values do.
    private var onsets = 0.0
    private var others = 0.0
    private var wasZero = false

    /// Whether zeros make up so much of the record that they are no sign of anything.
    func areUsual(at time: Timestamp) -> Bool {
        guard let start, start.duration(to: time) >= Self.youth else { return false }
        return zeros > Self.usualShare * values || onsets > Self.usualOnsets * values
    }

    /// Whether zeros come and go so often that they are no fault, though they may still be marked.
    var areHabit: Bool { onsets >= Self.onsetsOfHabit && onsets > Self.shareOfHabit * values }

    /// Most of the record is zero: single values that are not are events, not levels.
    var dominate: Bool { 2 * zeros > values }

    /// Most of the record is zero, and what is not comes alone, as isolated errors do: zero is the good state.
    var areRest: Bool {
        guard dominate || values < Self.valuesNeeded else { return false }
        return others == 0 || values - zeros < Self.leastRun * others
    }

    /// Values before it can be told what is the good state.
    private static let valuesNeeded = 20.0
    /// Values other than zero come in runs of at least as many, in the mean, where zero is a fault.
    private static let leastRun = 2.0

    /// Whether a reading is a zero that is not usual.
    mutating func judge(_ value: Double, at time: Timestamp) -> Bool {
        let isOdd = value == 0 && !areUsual(at: time)
        if start == nil { start = time }
        values += 1
        if value == 0 {
            zeros += 1
            if !wasZero { onsets += 1 }
        } else if wasZero || values == 1 {
            others += 1
        }
        wasZero = value == 0
        return isOdd
    }
}
