import SondeCore

/// Measures one part of a fault while it lasts: how many probes are odd, and how far off.
struct FaultMeasure: Sendable, Hashable {
    private var probes = 0
    private var odd = 0
    private var mean = 0.0
    private var squares = 0.0
    /// The probes up to the last odd one: the quiet ones after it are no part of the fault.
    private var probesOfFault = 0

    /// - Parameter distance: From the usual value, a difference of logarithms, positive in the direction of the fault.
    mutating func add(distance: Double, isOdd: Bool) {
        probes += 1
        guard isOdd else { return }
        probesOfFault = probes
        // Welford (1962).
        odd += 1
        let difference = distance - mean
        mean += difference / Double(odd)
        squares += difference * (distance - mean)
    }

    /// Few odd probes are farther off: two standard deviations over their mean. Until some are known they are taken to
    /// spread by a quarter, so that a fault that was excused in its first minute is not told again in its second.
    private var extreme: Double {
        let assumed = Self.assumedProbes * Self.assumedSpread * Self.assumedSpread
        return mean + 2 * ((squares + assumed) / (Double(odd) + Self.assumedProbes)).squareRoot()
    }

    private static let assumedProbes = 3.0
    private static let assumedSpread = 0.25

    /// Nil before there was an odd probe.
    func pattern(_ kind: Fault.Kind, _ phase: PhaseTimings.Phase?) -> FaultPattern? {
        guard odd > 0 else { return nil }
        return FaultPattern(
            kind: kind, phase: phase, share: Double(odd) / Double(probesOfFault), extreme: extreme,
            probes: probesOfFault)
    }
}

extension FaultMeasure: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&probes)
        coder.exchange(&odd)
        coder.exchange(&mean)
        coder.exchange(&squares)
        coder.exchange(&probesOfFault)
    }
}
