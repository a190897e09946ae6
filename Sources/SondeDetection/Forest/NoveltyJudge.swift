package import SondeCore

/// Marks single probes by how rare they are: features of the last probes, and a forest trained on those of the window.
package struct NoveltyJudge: Sendable {
    /// Rows of features before the first forest.
    package static let pointsNeeded = 50
    /// Successful probes before the first forest: the first ones fill the window from which features are made.
    package static let probesNeeded = pointsNeeded + FeatureWindow.shortWindow
    /// How old a forest may become.
    package static let retrainingInterval: Duration = .seconds(3600)
    /// Probes of a surprise below it are no marks: one in 500 is above it.
    private static let markedSurprise = 2.7

    private var settings: AnomalySettings
    private var window = FeatureWindow()
    private var sample: TrainingSample
    private var model: DetectionModel?
    private var points = 0
    private var nextTraining = NoveltyJudge.pointsNeeded
    /// A forest is due and was not installed yet.
    private(set) var isTraining = false

    init(settings: AnomalySettings) {
        self.settings = settings
        sample = TrainingSample(window: settings.window)
    }

    mutating func update(_ settings: AnomalySettings) {
        self.settings = settings
        sample.window = settings.window
    }

    var learning: EndpointStatus.Learning {
        if let model { return .learned(trainedAt: model.trainedAt) }
        let probes = points == 0 ? window.count : points + FeatureWindow.shortWindow
        return .learning(points: min(probes, Self.probesNeeded), needed: Self.probesNeeded)
    }

    /// Judges a response time and, unless a fault is under way, learns from it.
    mutating func judge(_ milliseconds: Float, _ result: ProbeResult, _ phases: PhaseBaseline, learns: Bool) -> Verdict
    {
        let features = window.features(of: milliseconds, at: result.timestamp)
        let verdict = features.map { judge(milliseconds, $0, result, phases) } ?? Verdict()
        window.append(milliseconds)
        guard let features, learns else { return verdict }
        sample.append(features, at: result.timestamp)
        points += 1
        return verdict
    }

    private func judge(
        _ milliseconds: Float, _ features: FeatureVector, _ result: ProbeResult, _ phases: PhaseBaseline
    ) -> Verdict {
        guard let model, let score = model.score(features) else { return Verdict() }
        let surprise = model.surprise(of: score)
        var verdict = Verdict(score: score, surprise: surprise)
        // A young forest knows too few rows to tell one in 500.
        guard surprise >= Swift.min(Self.markedSurprise, model.greatestSurprise - 0.5) else { return verdict }
        verdict.severity = settings.thresholds.severity(of: score)
        verdict.reasons = ReasonWriter(
            milliseconds: milliseconds, features: features, phases: result.phases, baseline: phases
        ).reasons()
        return verdict
    }

    mutating func wantsTraining(at time: Timestamp) -> Bool {
        guard !isTraining, sample.count(until: time) >= Self.pointsNeeded, isTrainingDue(at: time) else { return false }
        isTraining = true
        return true
    }

    func trainingSet(at time: Timestamp) -> TrainingSet {
        TrainingSet(rows: sample.rows(until: time), contamination: settings.contamination, time: time)
    }

    mutating func install(_ model: DetectionModel) -> Bool {
        guard isTraining else { return false }
        self.model = model
        isTraining = false
        return true
    }

    mutating func abandonTraining() { isTraining = false }

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
