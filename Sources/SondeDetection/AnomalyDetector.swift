package import SondeCore

/// Learns what is normal for one endpoint and judges each of its probes.
///
/// A value: whoever owns the endpoint owns its detector. Training is expensive and happens elsewhere, between
/// `wantsTraining(at:)` and `install(_:)`.
package struct AnomalyDetector: Sendable {
    /// Rows of features before the first forest.
    package static let pointsNeeded = 50
    /// Successful probes before the first forest: the first ones fill the window from which features are made.
    package static let probesNeeded = pointsNeeded + FeatureWindow.shortWindow
    /// How old a forest may become.
    package static let retrainingInterval: Duration = .seconds(3600)

    private var settings: AnomalySettings
    private var window = FeatureWindow()
    private var sample: TrainingSample
    private var baseline = PhaseBaseline()
    private var model: DetectionModel?
    private var points = 0
    private var nextTraining = AnomalyDetector.pointsNeeded
    /// A forest is due and was not installed yet.
    package private(set) var isTraining = false

    package init(settings: AnomalySettings) {
        self.settings = settings
        sample = TrainingSample(window: settings.window)
    }

    /// Takes over changed settings; what was learned stays, and the next forest is trained with them.
    package mutating func update(_ settings: AnomalySettings) {
        self.settings = settings
        sample.window = settings.window
    }

    package var learning: EndpointStatus.Learning {
        if let model { return .learned(trainedAt: model.trainedAt) }
        let probes = points == 0 ? window.count : points + FeatureWindow.shortWindow
        return .learning(points: min(probes, Self.probesNeeded), needed: Self.probesNeeded)
    }

    /// Judges a probe and then learns from it. Call once per probe, in time order.
    package mutating func judge(_ result: ProbeResult) -> Verdict {
        // A forest cannot rank a failure: whatever its time, it is as strange as can be.
        if let failure = result.failure {
            return Verdict(severity: .critical, reasons: [failure.message])
        }
        guard let responseTime = result.responseTime else { return Verdict() }
        let milliseconds = Float(responseTime.milliseconds)
        let features = window.features(of: milliseconds, at: result.timestamp)
        let verdict = features.map { judge(milliseconds, $0, result) } ?? Verdict()
        learn(milliseconds, features, result)
        return verdict
    }

    /// Whether a forest is due. Once it has said so it is silent until `install` or `abandonTraining`.
    package mutating func wantsTraining(at time: Timestamp) -> Bool {
        guard !isTraining, sample.count(until: time) >= Self.pointsNeeded, isTrainingDue(at: time) else { return false }
        isTraining = true
        return true
    }

    /// What the forest that is due is trained on.
    package func trainingSet(at time: Timestamp) -> TrainingSet {
        TrainingSet(rows: sample.rows(until: time), contamination: settings.contamination, time: time)
    }

    /// Uses the forest that was due; false, and nothing happens, if none was: it was trained for a detector that was
    /// replaced by this one meanwhile.
    @discardableResult
    package mutating func install(_ model: DetectionModel) -> Bool {
        guard isTraining else { return false }
        self.model = model
        isTraining = false
        return true
    }

    package mutating func abandonTraining() {
        isTraining = false
    }

    private func judge(_ milliseconds: Float, _ features: FeatureVector, _ result: ProbeResult) -> Verdict {
        guard let model, let score = model.score(features) else { return Verdict() }
        let severity = settings.thresholds.severity(of: score)
        var verdict = Verdict(score: score, surprise: model.surprise(of: score), severity: severity)
        if score < 0 || severity != nil {
            verdict.reasons = ReasonWriter(
                milliseconds: milliseconds, features: features, phases: result.phases, baseline: baseline
            ).reasons()
        }
        return verdict
    }

    private mutating func learn(_ milliseconds: Float, _ features: FeatureVector?, _ result: ProbeResult) {
        window.append(milliseconds)
        baseline.append(result.phases)
        guard let features else { return }
        sample.append(features, at: result.timestamp)
        points += 1
    }

    /// A young forest has seen little: it is replaced whenever the points have doubled, and later every hour.
    private mutating func isTrainingDue(at time: Timestamp) -> Bool {
        if let model {
            // A clock that was set back would make a forest young for as long.
            let age = model.trainedAt.duration(to: time)
            if age >= Self.retrainingInterval || age <= .zero - Self.retrainingInterval { return true }
        }
        guard points >= nextTraining else { return false }
        while nextTraining <= points { nextTraining *= 2 }
        return true
    }
}

/// What a forest is trained on: a row-major matrix with `FeatureVector.count` columns.
package struct TrainingSet: Sendable {
    package var rows: [Float]
    package var contamination: Double
    package var time: Timestamp

    /// Trains; the seed depends on the endpoint's name alone, so that a repetition gives the same forest.
    package func train(for endpoint: String) throws -> DetectionModel {
        try DetectionModel(training: rows, contamination: contamination, seed: StableHash.of(endpoint), at: time)
    }
}
