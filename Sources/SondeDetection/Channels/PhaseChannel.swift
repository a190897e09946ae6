import SondeCore

/// Watches one phase of the response time for growth that matters beside the whole.
struct PhaseChannel: Sendable {
    /// Milliseconds that are added before times are compared by ratio, so that what is nothing beside the whole answer
    /// cannot stand out: a fifth of what the answer usually took when the phase was first seen.
    private var floor: Double
    private var channel: ValueChannel

    /// - Parameter usual: Milliseconds that the whole answer usually takes.
    init(interval: Duration, horizon: Double, usual: Double) {
        floor = Self.floor(beside: usual)
        channel = ValueChannel(interval: interval, horizon: horizon, subject: .part)
    }

    private static let share = 0.2
    /// Changes of a few milliseconds are nobody's trouble.
    private static let leastFloor = 5.0
    /// Beside an answer that takes so many times as long, or as short, the floor means something else.
    private static let validity = 3.0

    private static func floor(beside usual: Double) -> Double { Swift.max(leastFloor, share * usual) }

    /// Whether the floor still fits what the whole answer usually takes.
    func fits(beside usual: Double) -> Bool {
        let ratio = Self.floor(beside: usual) / floor
        return ratio < Self.validity && ratio > 1 / Self.validity
    }

    /// What a time says; expectations are in milliseconds of the phase itself.
    mutating func judge(_ milliseconds: Double, at time: Timestamp, isQuiet: Bool) -> ValueChannel.Reading {
        var reading = channel.judge(milliseconds + floor, at: time, isQuiet: isQuiet)
        reading.expected = Swift.max(0, reading.expected - floor)
        reading.expectedRange = nil
        return reading
    }

    var settlement: ValueChannel.Settlement { channel.settlement }

    mutating func accept(_ level: Double, at time: Timestamp) { channel.accept(level, at: time) }

    mutating func update(horizon: Double) { channel.horizon = horizon }

    mutating func update(bar: Bar) { channel.bars.high = bar }

    mutating func resetTests() { channel.resetTests() }
}

extension PhaseChannel: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&floor)
        coder.exchange(&channel)
    }
}
