package import SondeCore

/// Learns what is normal for one endpoint and judges each of its probes.
///
/// Two tiers: a probe is marked for what it is, by the forest; a fault is told when the probes together prove one, by
/// channels that each watch one thing against the endpoint's own past.
///
/// A value: whoever owns the endpoint owns its detector. Training is expensive and happens elsewhere, between
/// `wantsTraining(at:)` and `install(_:)`.
package struct AnomalyDetector: Sendable {
    private let interval: Duration
    private var response: ValueChannel
    private var size: ValueChannel
    private var failures: FailureChannel
    private var episode: FaultEpisode
    private var novelty: NoveltyJudge
    private var phases = PhaseBaseline()

    /// - Parameter interval: Between two probes.
    package init(settings: AnomalySettings, interval: Duration) {
        self.interval = interval
        let horizon = Self.horizon(settings, interval)
        response = ValueChannel(.ratio, interval: interval, horizon: horizon)
        size = ValueChannel(.ratio, interval: interval, horizon: horizon)
        failures = FailureChannel(horizon: horizon)
        episode = FaultEpisode(interval: interval)
        novelty = NoveltyJudge(settings: settings)
    }

    /// Takes over changed settings; what was learned stays, and the next forest is trained with them.
    package mutating func update(_ settings: AnomalySettings) {
        let horizon = Self.horizon(settings, interval)
        response.horizon = horizon
        size.horizon = horizon
        failures.horizon = horizon
        novelty.update(settings)
    }

    /// Probes in which one false alarm of one test is put up with.
    ///
    /// There are some twelve tests, most of which never come near it; docs/detection.md has what came of these weeks.
    private static func horizon(_ settings: AnomalySettings, _ interval: Duration) -> Double {
        let weeks: Double =
            switch settings.sensitivity {
            case .low: 240
            case .medium: 60
            case .high: 15
            }
        return weeks * 604_800 / Swift.max(1, interval.seconds)
    }

    package var learning: EndpointStatus.Learning { novelty.learning }

    /// Judges a probe and then learns from it. Call once per probe, in time order.
    package mutating func judge(_ result: ProbeResult) -> Verdict {
        let isQuiet = episode.fault == nil
        let failuresAlarm = failures.judge(failed: !result.success, isQuiet: isQuiet)
        var verdict = Verdict()
        var evidence = FaultEpisode.Evidence(failed: !result.success)
        if failuresAlarm, !result.success { evidence.alarm = (.failures, .critical) }
        var time: ValueChannel.Reading?
        var bytes: ValueChannel.Reading?
        if let failure = result.failure {
            // A forest cannot rank a failure: whatever its time, it is as strange as can be.
            verdict = Verdict(severity: .critical, reasons: [failure.message])
        } else if let responseTime = result.responseTime {
            let milliseconds = responseTime.milliseconds
            time = response.judge(milliseconds, at: result.timestamp, isQuiet: isQuiet)
            bytes = size.judge(Double(result.responseSize) + 1, at: result.timestamp, isQuiet: isQuiet)
            verdict = novelty.judge(Float(milliseconds), result, phases, learns: isQuiet)
            if isQuiet, time?.isFarOff != true { phases.append(result.phases) }
        }
        add(time, bytes, to: &evidence)
        let reasons = FaultReasons(result: result, time: time, size: bytes, failures: failures, phases: phases)
        episode.observe(evidence, at: result.timestamp) { reasons.text(of: $0) }
        acceptNewLevel(at: result.timestamp)
        if !isQuiet, episode.fault == nil { forgetFault() }
        verdict.fault = episode.fault
        return verdict
    }

    private func add(
        _ time: ValueChannel.Reading?, _ size: ValueChannel.Reading?, to evidence: inout FaultEpisode.Evidence
    ) {
        for (reading, high, low) in [(time, Fault.Kind.slow, Fault.Kind.fast), (size, .large, .small)] {
            guard let reading else { continue }
            if reading.isOdd { evidence.isOdd = true }
            guard evidence.alarm == nil, let alarm = reading.alarm else { continue }
            evidence.alarm = (alarm == .low ? low : high, .high)
        }
    }

    /// What added up in a fault that is over must not make the next odd probe another one.
    private mutating func forgetFault() {
        failures.resetTests()
        response.resetTests()
        size.resetTests()
    }

    /// What has lasted for half an hour and has settled is not told as a fault for ever.
    private mutating func acceptNewLevel(at time: Timestamp) {
        guard let fault = episode.fault, episode.mayAccept(at: time) else { return }
        let isAccepted =
            switch fault.kind {
            case .slow, .fast: response.acceptSettledLevel(at: time)
            case .large, .small: size.acceptSettledLevel(at: time)
            case .failures: false
            }
        if isAccepted { episode.end() }
    }

    // MARK: Training

    /// A forest is due and was not installed yet.
    package var isTraining: Bool { novelty.isTraining }

    /// Whether a forest is due. Once it has said so it is silent until `install` or `abandonTraining`.
    package mutating func wantsTraining(at time: Timestamp) -> Bool { novelty.wantsTraining(at: time) }

    /// What the forest that is due is trained on.
    package func trainingSet(at time: Timestamp) -> TrainingSet { novelty.trainingSet(at: time) }

    /// Uses the forest that was due; false, and nothing happens, if none was: it was trained for a detector that was
    /// replaced by this one meanwhile.
    @discardableResult
    package mutating func install(_ model: DetectionModel) -> Bool { novelty.install(model) }

    package mutating func abandonTraining() { novelty.abandonTraining() }
}
