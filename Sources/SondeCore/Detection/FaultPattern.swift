/// What a fault looked like: how the next one like it is known, once a person has said that it was none.
package struct FaultPattern: Sendable, Hashable, Codable {
    package var kind: Fault.Kind
    /// The phase that was odd, where the whole was not; nil for the whole.
    package var phase: PhaseTimings.Phase?
    /// How many of the probes were odd, 0 to 1; of failures, the most among 20 probes in a row.
    package var share: Double
    /// What few of the odd ones were beyond: the distance from the usual value as a difference of logarithms. Of
    /// failures, the most in a row.
    package var extreme: Double
    /// The mean distance of all probes, odd or not; 0 for failures.
    package var mean: Double

    package init(
        kind: Fault.Kind, phase: PhaseTimings.Phase? = nil, share: Double, extreme: Double, mean: Double = 0
    ) {
        self.kind = kind
        self.phase = phase
        self.share = share
        self.extreme = extreme
        self.mean = mean
    }

    /// A failing API is told after five minutes at the latest, whatever was called no fault; and nobody waits for fewer
    /// than three failures.
    package static func mostFailuresExcused(interval: Duration) -> Int {
        Swift.max(3, Swift.min(18, Int(300 / Swift.max(1, interval.seconds))))
    }
}
