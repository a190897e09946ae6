extension IsolationForest {
    /// How a forest is grown; names, defaults and meanings are those of scikit-learn where it has them.
    public struct Configuration: Sendable, Hashable {
        /// The number of trees (`n_estimators`), 1 to `treeLimit`.
        public var trees: Int
        /// The number of rows that each tree is grown from (`max_samples`).
        public var sampleSize: SampleSize
        /// Where the line between normal and anomalous is drawn.
        public var contamination: Contamination
        /// The number of features that each tree may split on (`max_features`).
        public var maxFeatures: MaxFeatures
        /// Whether a tree's rows are drawn with replacement.
        public var bootstrap: Bool
        /// Nil grows an ordinary forest. A number grows an extended one (Hariri, Carrasco Kind and Brunner, 2019),
        /// whose splits are planes inclined to one feature more than that: 0 to one below the number of features.
        public var extensionLevel: Int?
        /// What is done with values that are NaN.
        public var missingValues: MissingValues
        /// The same seed and the same rows give the same forest (`random_state`).
        public var seed: UInt64

        /// The most trees of a forest, which keeps sums of path lengths within 64 bits.
        public static let treeLimit = 100_000

        /// The most rows that a tree can be grown from.
        public static let sampleSizeLimit = Leaf.sizeLimit

        /// The most bytes that a fitted forest may take, 8 GiB. Growing it takes two to three times as much for a while:
        /// the forest that it replaces, the trees and leaves as they are grown, and with several threads each thread's.
        public static let memoryLimit = 8 << 30

        /// Settings like scikit-learn's but for those that are given; `fit` checks them.
        public init(
            trees: Int = 100, sampleSize: SampleSize = .auto, contamination: Contamination = .auto,
            maxFeatures: MaxFeatures = .all, bootstrap: Bool = false, extensionLevel: Int? = nil,
            missingValues: MissingValues = .error, seed: UInt64 = 0
        ) {
            self.trees = trees
            self.sampleSize = sampleSize
            self.contamination = contamination
            self.maxFeatures = maxFeatures
            self.bootstrap = bootstrap
            self.extensionLevel = extensionLevel
            self.missingValues = missingValues
            self.seed = seed
        }
    }

    /// The number of rows that each tree is grown from.
    public enum SampleSize: Sendable, Hashable {
        /// 256 rows, or all where there are fewer.
        case auto
        /// That many rows, at most all of them.
        case count(Int)
        /// A share of the rows, above 0 and at most 1, rounded down.
        case fraction(Double)
    }

    /// Where the line between normal and anomalous is drawn.
    public enum Contamination: Sendable, Hashable {
        /// At the score 0.5 of the paper, an offset of -0.5.
        case auto
        /// Such that this share of the training rows, above 0 and at most 0.5, lies below it.
        case fraction(Double)
    }

    /// The number of features that each tree may split on, drawn for each tree anew.
    public enum MaxFeatures: Sendable, Hashable {
        /// All columns of the matrix.
        case all
        /// That many features, at most all of them.
        case count(Int)
        /// A share of the features, above 0 and at most 1, rounded down but at least one.
        case fraction(Double)
    }

    /// What is done with values that are NaN, in rows to fit and in rows to score.
    public enum MissingValues: Sendable, Hashable {
        /// They are an error, which names row and column.
        case error
        /// At a split of their feature they go where more rows of the tree's sample went.
        case largerChild
    }
}

extension IsolationForest.Configuration {
    /// Finds settings that are wrong whatever the rows; `fit` checks the others.
    ///
    /// Throws `treesOutOfRange`, `contaminationOutOfRange`, `sampleFractionOutOfRange` or
    /// `maxFeaturesFractionOutOfRange`.
    public func validate() throws(IsolationForestError) {
        guard 1...Self.treeLimit ~= trees else { throw .treesOutOfRange(trees) }
        if case .fraction(let share) = contamination, !(share > 0 && share <= 0.5) {
            throw .contaminationOutOfRange(share)
        }
        if case .fraction(let share) = sampleSize, !(share > 0 && share <= 1) {
            throw .sampleFractionOutOfRange(share)
        }
        if case .fraction(let share) = maxFeatures, !(share > 0 && share <= 1) {
            throw .maxFeaturesFractionOutOfRange(share)
        }
    }

    /// What is to be grown, after all settings have been checked against the rows at hand.
    func plan(for matrix: FeatureMatrix) throws(IsolationForestError) -> GrowingPlan {
        try validate()
        let size = try checkedSampleSize(rows: matrix.rows)
        let features = try checkedFeatures(columns: matrix.columns)
        if let level = extensionLevel {
            guard 0..<features ~= level else { throw .extensionLevelOutOfRange(level, features: features) }
        }
        try checkMemory(sampleSize: size, columns: matrix.columns)
        let hasMissing = try matrix.checkedForMissing(allowed: missingValues == .largerChild)
        return GrowingPlan(
            matrix: matrix, configuration: self, sampleSize: size, features: features, hasMissing: hasMissing)
    }

    /// Settings that are right one by one may ask for more memory than any machine has.
    private func checkMemory(sampleSize: Int, columns: Int) throws(IsolationForestError) {
        let slots = trees << HeightLimit.of(sampleSize: sampleSize)
        let bytes = slots * (extensionLevel.map { 6 + 6 * ($0 + 1) } ?? (columns <= 256 ? 7 : 8))
        guard bytes <= Self.memoryLimit else { throw .forestTooLarge(bytes: bytes) }
    }

    private func checkedSampleSize(rows: Int) throws(IsolationForestError) -> Int {
        let size =
            switch sampleSize {
            case .auto: min(256, rows)
            case .count(let count): count
            case .fraction(let share): Int(share * Double(rows))
            }
        guard 1...min(rows, Self.sampleSizeLimit) ~= size else { throw .sampleSizeOutOfRange(size, rows: rows) }
        return size
    }

    private func checkedFeatures(columns: Int) throws(IsolationForestError) -> Int {
        switch maxFeatures {
        case .all: return columns
        case .count(let count):
            guard 1...columns ~= count else { throw .maxFeaturesOutOfRange(count, columns: columns) }
            return count
        case .fraction(let share): return max(1, Int(share * Double(columns)))
        }
    }
}
