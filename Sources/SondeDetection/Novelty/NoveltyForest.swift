import IsolationForest
import SondeCore

/// The isolation forest of one API, which learns as values come: a tree at a time is grown anew from an even sample of
/// the window, so that no probe costs more than about one tree.
struct NoveltyForest: Sendable {
    /// Rows before the first forest.
    static let rowsNeeded = 50
    /// Values after which the oldest tree is grown anew: the whole forest in half a day at 15 s.
    private static let valuesPerTree = 30
    /// The rows of a tree's sample, once there are as many.
    private static let sampleSize = 256

    private var contamination: Double
    private let seed: UInt64
    private var sample: TrainingSample
    private var forest: IsolationForest?
    /// Scores above it are the anomalous share: minus scikit-learn's offset.
    private var threshold: RunningQuantile
    private var values = 0
    private var nextFit: Int

    init(settings: AnomalySettings, seed: UInt64) {
        contamination = settings.contamination
        self.seed = seed
        sample = TrainingSample(window: settings.window)
        threshold = RunningQuantile(1 - settings.contamination)
        // Many APIs that start together are not fitted all in one round.
        nextFit = Self.rowsNeeded + Int(seed % 10)
    }

    /// Takes over changed settings; what was learned stays.
    mutating func update(_ settings: AnomalySettings) {
        sample.window = settings.window
        guard settings.contamination != contamination else { return }
        contamination = settings.contamination
        let estimate = threshold.estimate
        threshold = RunningQuantile(1 - contamination)
        threshold.start(at: estimate)
    }

    var isFitted: Bool { forest != nil }

    /// The path score of the paper, 0 to 1, higher is stranger, and the decision function; nil before the first forest.
    func score(_ features: NoveltyFeatures) -> (score: Double, decision: Double)? {
        guard let forest else { return nil }
        return features.withRow { row in
            (try? forest.score(of: row)).map { (-$0, threshold.estimate + $0) }
        }
    }

    /// Takes in the features of a value that is not strange.
    mutating func learn(_ features: NoveltyFeatures, score: Double?, at time: Timestamp) {
        sample.append(features, at: time)
        values += 1
        if let score {
            threshold.add(score, spread: Self.scoreSpread)
        }
        if values >= nextFit {
            fit(at: time)
        } else if forest != nil, values % Self.valuesPerTree == 0 {
            renew(at: time)
        }
    }

    /// The usual spread of scores.
    private static let scoreSpread = 0.05

    /// The first forests know little; each is fitted on twice as many rows as the one before, until samples are whole.
    private mutating func fit(at time: Timestamp) {
        nextFit = values < 2 * Self.sampleSize ? 2 * values : .max
        let rows = sample.rows(until: time)
        guard rows.count >= Self.rowsNeeded / 2 * NoveltyFeatures.count else {
            // The window holds too few as yet.
            nextFit = values + Self.rowsNeeded
            return
        }
        guard let matrix = try? FeatureMatrix(rows, columns: NoveltyFeatures.count) else { return }
        var grown = IsolationForest(.init(seed: seed))
        guard (try? grown.fit(matrix)) != nil, let scores = try? grown.scoreSamples(matrix) else { return }
        forest = grown
        threshold = RunningQuantile(1 - contamination)
        threshold.start(at: -scores.sorted()[Int(contamination * Double(scores.count))])
    }

    private mutating func renew(at time: Timestamp) {
        guard let matrix = try? FeatureMatrix(sample.rows(until: time), columns: NoveltyFeatures.count) else { return }
        // With fewer rows than a sample needs, the trees stay as they are.
        try? forest?.replaceOldestTree(with: matrix)
    }
}

extension NoveltyForest: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&sample)
        coder.exchange(&threshold)
        coder.exchange(&values)
        guard forest == nil, values >= 0 else { return }
        // After a restart the forest is grown again, not of all APIs in one round.
        nextFit = values + 1 + Int(seed % Self.roundsOfRegrowth)
    }

    /// Values within which a forest is grown again.
    private static let roundsOfRegrowth: UInt64 = 40
}
