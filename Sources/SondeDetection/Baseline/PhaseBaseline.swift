import SondeCore

/// The usual time of each phase: an exponentially weighted mean over about the last twenty probes. It tells which
/// phase made a slow probe slow.
struct PhaseBaseline: Sendable {
    private static let weight: Float = 0.1

    private var means: [Float?] = [nil, nil, nil, nil, nil]

    /// The phase that grew most over its usual time, with the growth in milliseconds; nil if none grew.
    func largestGrowth(in phases: PhaseTimings) -> (name: String, growth: Float)? {
        var largest: (name: String, growth: Float)?
        for (index, phase) in Self.values(phases).enumerated() {
            guard let phase, let mean = means[index], phase > mean else { continue }
            if phase - mean > largest?.growth ?? 0 { largest = (Self.names[index], phase - mean) }
        }
        return largest
    }

    mutating func append(_ phases: PhaseTimings) {
        for (index, phase) in Self.values(phases).enumerated() {
            guard let phase else { continue }
            means[index] = means[index].map { $0 + Self.weight * (phase - $0) } ?? phase
        }
    }

    private static let names = ["DNS", "connect", "TLS", "time to first byte", "transfer"]

    private static func values(_ phases: PhaseTimings) -> [Float?] {
        [phases.dns, phases.connect, phases.tls, phases.ttfb, phases.transfer].map { $0.map { Float($0.milliseconds) } }
    }
}

extension PhaseBaseline: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        for phase in means.indices {
            var mean = means[phase].map(Double.init)
            coder.exchange(&mean)
            means[phase] = mean.map { Float($0) }
        }
    }
}
