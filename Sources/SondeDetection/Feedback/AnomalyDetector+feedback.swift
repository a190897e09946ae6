package import SondeCore

extension AnomalyDetector {
    /// Takes over everything that was called no fault; what was taken over before and is not among it counts again.
    package mutating func update(excused patterns: [FaultPattern]) {
        guard patterns != excused else { return }
        excused = patterns
        func bar(_ kind: Fault.Kind, _ phase: PhaseTimings.Phase? = nil) -> Bar {
            Bar(patterns.filter { $0.kind == kind && $0.phase == phase })
        }
        response.bars = Bars(high: bar(.slow), low: bar(.fast))
        size.bars = Bars(high: bar(.large), low: bar(.small))
        phases.update(
            bars: Dictionary(uniqueKeysWithValues: PhaseTimings.Phase.allCases.map { ($0, bar(.slow, $0)) }))
        let shares = patterns.filter { $0.kind == .failures }.map(\.share)
        let worst = Int((Double(FailureChannel.lastCount) * (shares.max() ?? 0)).rounded())
        failures.excusedOfLast = Swift.min(worst, FaultPattern.mostFailuresExcused(interval: interval))
        // What added up beside other bars means nothing beside these.
        forgetFault()
    }

    /// What is under way was called no fault: it ends.
    package mutating func endFault() {
        episode.end()
        forgetFault()
    }
}
