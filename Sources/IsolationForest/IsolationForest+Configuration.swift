extension IsolationForest {
    /// How a forest is grown; names, defaults and meanings are those of scikit-learn.
    public struct Configuration: Sendable, Hashable {
        /// The number of trees (`n_estimators`), 1 to `treeLimit`.
        public var trees: Int
        /// The number of rows that each tree is grown from (`max_samples`).
        public var sampleSize: SampleSize
        /// Where the line between normal and anomalous is drawn.
        public var contamination: Contamination
        /// Whether a tree's rows are drawn with replacement.
        public var bootstrap: Bool
        /// The same seed and the same rows give the same forest (`random_state`).
        public var seed: UInt64

        /// The most trees of a forest, which keeps sums of path lengths within 64 bits.
        public static let treeLimit = 100_000

        public init(
            trees: Int = 100, sampleSize: SampleSize = .auto, contamination: Contamination = .auto,
            bootstrap: Bool = false, seed: UInt64 = 0
        ) {
            self.trees = trees
            self.sampleSize = sampleSize
            self.contamination = contamination
            self.bootstrap = bootstrap
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
}

extension IsolationForest.Configuration {
    /// The number of rows of a tree's sample, after all settings have been checked against the rows at hand.
    func checkedSampleSize(rows: Int) throws(IsolationForestError) -> Int {
        guard 1...Self.treeLimit ~= trees else { throw .treesOutOfRange(trees) }
        if case .fraction(let share) = contamination {
            guard share > 0, share <= 0.5 else { throw .contaminationOutOfRange(share) }
        }
        let size = try requestedSampleSize(rows: rows)
        guard 1...min(rows, Node.sizeLimit) ~= size else { throw .sampleSizeOutOfRange(size, rows: rows) }
        return size
    }

    private func requestedSampleSize(rows: Int) throws(IsolationForestError) -> Int {
        switch sampleSize {
        case .auto: return min(256, rows)
        case .count(let count): return count
        case .fraction(let share):
            guard share > 0, share <= 1 else { throw .sampleFractionOutOfRange(share) }
            return Int(share * Double(rows))
        }
    }
}
