import SondeCore

/// Measures a fault while it lasts: how many probes are odd, and how far off.
struct FaultMeasure: Sendable, Hashable {
    private var probes = 0.0
    private var sum = 0.0
    private var odd = 0.0
    private var oddMean = 0.0
    private var oddSquares = 0.0
    /// As they were at the last odd probe: the quiet ones after it are no part of the fault.
    private var probesOfFault = 0.0
    private var sumOfFault = 0.0

    /// - Parameter distance: From the usual value, a difference of logarithms, positive in the direction of the fault.
    mutating func add(distance: Double, isOdd: Bool) {
        probes += 1
        sum += distance
        guard isOdd else { return }
        probesOfFault = probes
        sumOfFault = sum
        // Welford (1962).
        odd += 1
        let difference = distance - oddMean
        oddMean += difference / odd
        oddSquares += difference * (distance - oddMean)
    }

    /// Few odd probes are farther off: two standard deviations over their mean.
    private var extreme: Double { oddMean + 2 * (oddSquares / Swift.max(1, odd)).squareRoot() }

    /// Nil before there was an odd probe.
    func pattern(_ kind: Fault.Kind, _ phase: PhaseTimings.Phase?) -> FaultPattern? {
        guard odd > 0 else { return nil }
        return FaultPattern(
            kind: kind, phase: phase, share: odd / probesOfFault, extreme: extreme, mean: sumOfFault / probesOfFault)
    }
}

extension FaultMeasure: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&probes)
        coder.exchange(&sum)
        coder.exchange(&odd)
        coder.exchange(&oddMean)
        coder.exchange(&oddSquares)
        coder.exchange(&probesOfFault)
        coder.exchange(&sumOfFault)
    }
}
