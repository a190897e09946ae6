/// What of one probe goes into a roll-up.
package struct RolledProbe: Sendable, Hashable {
    package var isFailure: Bool
    /// Nil when no response came.
    package var responseTime: Duration?
    package var phases: PhaseTimings

    package init(isFailure: Bool, responseTime: Duration?, phases: PhaseTimings) {
        self.isFailure = isFailure
        self.responseTime = responseTime
        self.phases = phases
    }
}

/// What the probes of one endpoint brought within a minute, an hour or any other span. Two of them added up are that of
/// both spans.
package struct Rollup: Sendable, Hashable {
    package var count = 0
    package var failures = 0
    /// All response times together, and the shortest and the longest.
    package var total: Duration = .zero
    package var min: Duration?
    package var max: Duration?
    package var phases = PhaseSums()
    /// Of the response times; probes without a response are in `count` alone.
    package var histogram = Histogram()

    package init() {}

    /// Response times that are in it.
    package var responses: Int { histogram.count }

    package var mean: Duration? { responses == 0 ? nil : total / responses }

    /// The response time at or below which a share of all lies, within 2 %; never beyond the shortest or the longest.
    package func quantile(_ share: Double) -> Duration? {
        guard let found = histogram.quantile(share), let min, let max else { return nil }
        return Swift.max(min, Swift.min(max, found))
    }

    package mutating func add(_ result: ProbeResult) {
        add(RolledProbe(isFailure: !result.success, responseTime: result.responseTime, phases: result.phases))
    }

    package mutating func add(_ probe: RolledProbe) {
        count += 1
        if probe.isFailure { failures += 1 }
        phases.add(probe.phases)
        guard let time = probe.responseTime else { return }
        total += time
        min = Swift.min(min ?? time, time)
        max = Swift.max(max ?? time, time)
        histogram.add(time)
    }

    package mutating func add(_ other: Rollup) {
        count += other.count
        failures += other.failures
        total += other.total
        min = [min, other.min].compactMap { $0 }.min()
        max = [max, other.max].compactMap { $0 }.max()
        phases.add(other.phases)
        histogram.add(other.histogram)
    }
}
