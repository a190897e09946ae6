package import SondeCore

/// When an endpoint is due: at fixed points of the wall clock, `interval` apart, shifted by an offset that a hash of
/// the name spreads over the interval. The turns are therefore the same after a restart and cannot drift.
package struct ProbeTurns: Sendable, Hashable {
    package let interval: Duration
    /// From a multiple of the interval since the epoch to the turn, less than the interval.
    package let offset: Duration

    package init(name: String, interval: Duration) {
        self.interval = interval
        let period = UInt64(interval.microseconds)
        offset = .microseconds(Int64(StableHash.of(name) % period))
    }

    /// The first turn after `time`.
    package func next(after time: Timestamp) -> Timestamp {
        let period = interval.microseconds
        let sinceOffset = time.microseconds - offset.microseconds
        let turns = sinceOffset >= 0 ? sinceOffset / period : -((-sinceOffset + period - 1) / period)
        return Timestamp(microseconds: (turns + 1) * period + offset.microseconds)
    }
}
