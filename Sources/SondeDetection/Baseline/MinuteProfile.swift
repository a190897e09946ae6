package import SondeCore

/// How each minute of the hour differs from the others: a job that runs every hour makes its minutes slow, and that is
/// normal.
package struct MinuteProfile: Sendable {
    /// Values of a minute before it is believed.
    private static let valuesNeeded: Float = 20
    private static let settledRate: Float = 0.005

    private var offsets = [Float](repeating: 0, count: 60)
    private var counts = [Float](repeating: 0, count: 60)
    /// Offsets are told relative to it: what all minutes share belongs to the level.
    private var median: Float = 0
    private var hour = Int.min

    package init() {}

    /// How far values of this time's minute lie from those of the others.
    package func offset(at time: Timestamp) -> Double {
        let minute = Self.minute(time)
        return counts[minute] >= Self.valuesNeeded ? Double(offsets[minute] - median) : 0
    }

    /// Takes in how far a value lay from what the level and the time of day let expect.
    package mutating func learn(_ residual: Double, at time: Timestamp) {
        let minute = Self.minute(time)
        counts[minute] += 1
        offsets[minute] += Swift.max(Self.settledRate, 1 / counts[minute]) * (Float(residual) - offsets[minute])
        let now = Int(time.microseconds / 3_600_000_000)
        guard now != hour else { return }
        hour = now
        median = offsets.sorted()[30]
    }

    private static func minute(_ time: Timestamp) -> Int {
        let ofHour = time.microseconds % 3_600_000_000
        return Int((ofHour < 0 ? ofHour + 3_600_000_000 : ofHour) / 60_000_000)
    }
}

extension MinuteProfile: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&offsets, limit: 60)
        coder.exchange(&counts, limit: 60)
        coder.exchange(&hour)
        coder.exchange(&median)
        if offsets.count != 60 || counts.count != 60 { coder.refuse() }
    }
}
