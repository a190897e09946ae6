package import SondeCore

/// Learns what is normal for one endpoint and judges each of its probes.
///
/// Two tiers: a probe is marked for what it is, by the forest; a fault is told when the probes together prove one, by
/// channels that each watch one thing against the endpoint's own past.
///
/// A value: whoever owns the endpoint owns its detector.
package struct AnomalyDetector: Sendable {
    let interval: Duration
    private var settings: AnomalySettings
    var response: ValueChannel
    var size: ValueChannel
    var failures: FailureChannel
    var episode: FaultEpisode
    private var novelty: NoveltyJudge
    var phases: PhaseChannels
    /// Everything that was called no fault.
    var excused: [FaultPattern] = []

    /// - Parameters:
    ///   - interval: Between two probes.
    ///   - seed: Of the forest; the same seed and probes give the same verdicts.
    package init(settings: AnomalySettings, interval: Duration, seed: UInt64 = 0) {
        self.interval = interval
        self.settings = settings
        let horizon = Self.horizon(settings, interval)
        response = ValueChannel(interval: interval, horizon: horizon)
        size = ValueChannel(interval: interval, horizon: horizon, subject: .size)
        failures = FailureChannel(horizon: horizon)
        phases = PhaseChannels(interval: interval, horizon: horizon)
        episode = FaultEpisode(interval: interval)
        novelty = NoveltyJudge(settings: settings, interval: interval, seed: seed, isSeries: false)
    }

    /// Takes over changed settings; what was learned stays, and the next forest is trained with them.
    package mutating func update(_ settings: AnomalySettings) {
        let horizon = Self.horizon(settings, interval)
        response.horizon = horizon
        size.horizon = horizon
        failures.horizon = horizon
        phases.update(horizon: horizon)
        novelty.update(settings)
        self.settings = settings
    }

    /// Probes in which one false alarm of one test is put up with.
    ///
    /// There are some twelve tests, most of which never come near it; docs/detection.md has what came of these weeks.
    private static func horizon(_ settings: AnomalySettings, _ interval: Duration) -> Double {
        let weeks: Double =
            switch settings.sensitivity {
            case .low: 120
            case .medium: 30
            case .high: 7.5
            }
        return weeks * 604_800 / Swift.max(1, interval.seconds)
    }

    package var learning: EndpointStatus.Learning { response.learning }

    /// Whether single probes are judged: the first forest is in use.
    package var judgesProbes: Bool { novelty.isFitted }

    /// What the response time of the last probe was expected between, in milliseconds; nil while learning and for a
    /// failed probe.
    package private(set) var expected: ClosedRange<Double>?

    /// Judges a probe and then learns from it. Call once per probe, in time order.
    package mutating func judge(_ result: ProbeResult) -> Verdict {
        let isQuiet = episode.fault == nil
        let failuresAlarm = failures.judge(failed: !result.success, isQuiet: isQuiet)
        var verdict = Verdict()
        expected = nil
        var evidence = FaultEpisode.Evidence(failed: !result.success)
        if failuresAlarm, !result.success { evidence.alarm = .init(kind: .failures, severity: .critical) }
        var time: ValueChannel.Reading?
        var bytes: ValueChannel.Reading?
        var parts: [PhaseChannels.Reading] = []
        if let failure = result.failure {
            // A forest cannot rank a failure: whatever its time, it is as strange as can be.
            verdict = Verdict(surprise: failures.surprise, severity: .critical, reasons: [failure.message])
        } else if let responseTime = result.responseTime {
            let milliseconds = responseTime.milliseconds
            let reading = response.judge(milliseconds, at: result.timestamp, isQuiet: isQuiet)
            time = reading
            expected = reading.expectedRange
            bytes = size.judge(Double(result.responseSize) + 1, at: result.timestamp, isQuiet: isQuiet)
            let usual = reading.expectedRange == nil ? nil : reading.expected
            parts = phases.judge(result.phases, beside: usual, at: result.timestamp, isQuiet: isQuiet)
            verdict = judgeNovelty(of: milliseconds, result, parts, isQuiet: isQuiet)
        }
        add(time, bytes, to: &evidence)
        if parts.contains(where: \.isOdd) {
            evidence.isOdd = true
            if evidence.alarm == nil { evidence.alarm = alarm(of: parts) }
        }
        let reasons = FaultReasons(result: result, time: time, size: bytes, failures: failures, phases: parts)
        episode.observe(evidence, at: result.timestamp) { reasons.text(of: $0) }
        measure(time, bytes, parts)
        acceptNewLevel(time, parts, at: result.timestamp)
        if !isQuiet, episode.fault == nil { forgetFault() }
        verdict.fault = episode.fault
        verdict.patterns = episode.patterns
        return verdict
    }

    private mutating func judgeNovelty(
        of milliseconds: Double, _ result: ProbeResult, _ parts: [PhaseChannels.Reading], isQuiet: Bool
    ) -> Verdict {
        let kind = ChannelKind.ratio
        let novelty = novelty.judge(kind.scaled(milliseconds), at: result.timestamp, learns: isQuiet)
        var verdict = Verdict(score: novelty.score, surprise: novelty.score.map { _ in novelty.surprise })
        guard novelty.isMark, let score = novelty.score else { return verdict }
        verdict.severity = settings.thresholds.severity(of: score) ?? .medium
        let grown = parts.max { $0.growth < $1.growth }
        verdict.reasons = NoveltyReasons(
            novelty: novelty, kind: kind, growth: grown.map { (name: $0.phase.name, milliseconds: $0.growth) }
        ).text()
        return verdict
    }

    private func add(
        _ time: ValueChannel.Reading?, _ size: ValueChannel.Reading?, to evidence: inout FaultEpisode.Evidence
    ) {
        for (reading, high, low) in [(time, Fault.Kind.slow, Fault.Kind.fast), (size, .large, .small)] {
            guard let reading else { continue }
            if reading.isOdd { evidence.isOdd = true }
            guard evidence.alarm == nil, let alarm = reading.alarm else { continue }
            evidence.alarm = .init(kind: alarm == .low ? low : high, severity: .high)
        }
    }

    /// Of several odd phases, the one that grew most is told.
    private func alarm(of parts: [PhaseChannels.Reading]) -> FaultEpisode.Alarm? {
        let odd = parts.filter(\.isOdd).max { $0.growth < $1.growth }
        return odd.map { .init(kind: .slow, phase: $0.phase, severity: .high) }
    }

    /// Takes in what the fault that is under way looks like.
    private mutating func measure(
        _ time: ValueChannel.Reading?, _ size: ValueChannel.Reading?, _ parts: [PhaseChannels.Reading]
    ) {
        guard let fault = episode.fault else { return }
        let whole: ValueChannel.Reading? =
            switch fault.kind {
            case .slow, .fast: time
            case .large, .small: size
            case .failures, .high, .low, .zero, .missing: nil
            }
        let isDownwards = fault.kind == .fast || fault.kind == .small
        if let whole {
            // A fault of a phase is one of the whole wherever the phase shows it, far off or not.
            let isOdd = whole.isOdd || parts.contains { $0.phase == fault.phase && $0.value.isOdd }
            episode.measure(distance: isDownwards ? -whole.residual : whole.residual, isOdd: isOdd)
        }
        guard fault.kind == .slow else { return }
        for part in parts { episode.measure(distance: part.value.residual, isOdd: part.value.isOdd, of: part.phase) }
    }

    /// What added up in a fault that is over must not make the next odd probe another one.
    mutating func forgetFault() {
        failures.resetTests()
        response.resetTests()
        size.resetTests()
        phases.resetTests()
    }
}

extension AnomalyDetector: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&response)
        coder.exchange(&size)
        coder.exchange(&failures)
        coder.exchange(&episode)
        coder.exchange(&novelty)
        coder.exchange(&phases)
    }
}
