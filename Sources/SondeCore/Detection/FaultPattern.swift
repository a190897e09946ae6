/// What one part of a fault looked like: how the next one like it is known, once a person has said that it was none.
package struct FaultPattern: Sendable, Hashable, Codable {
    package var kind: Fault.Kind
    /// The phase that was odd; nil for the whole.
    package var phase: PhaseTimings.Phase?
    /// How many of the probes were odd, 0 to 1; of failures, the most among 20 probes in a row.
    package var share: Double
    /// What few of the odd ones were beyond: the distance from the usual value as a difference of logarithms. Of
    /// failures, the most in a row.
    package var extreme: Double
    /// How many probes it lasted for; 0 for failures.
    package var probes: Int

    package init(
        kind: Fault.Kind, phase: PhaseTimings.Phase? = nil, share: Double, extreme: Double, probes: Int = 0
    ) {
        self.kind = kind
        self.phase = phase
        self.share = share
        self.extreme = extreme
        self.probes = probes
    }

    /// Failures in a row that may be called no fault: five minutes of them at most, and at least three.
    package static func mostFailuresExcused(interval: Duration) -> Int {
        Swift.max(3, Swift.min(18, Int(300 / Swift.max(1, interval.seconds))))
    }

    /// Both together, where they are of the same part.
    package mutating func formUnion(_ other: FaultPattern) {
        share = Swift.max(share, other.share)
        extreme = Swift.max(extreme, other.extreme)
        probes = Swift.max(probes, other.probes)
    }

    /// Takes patterns into a list in which each part has one.
    package static func merge(_ newer: [FaultPattern], into patterns: inout [FaultPattern]) {
        for pattern in newer {
            if let index = patterns.firstIndex(where: { $0.kind == pattern.kind && $0.phase == pattern.phase }) {
                patterns[index].formUnion(pattern)
            } else {
                patterns.append(pattern)
            }
        }
    }
}
