extension IsolationForest {
    /// Why a row has its score: how many splits each feature took off its path, compared with the mean path of the rows
    /// that the trees were grown from. Large numbers say why a row is strange; negative ones made its path longer.
    ///
    /// The path of a row is followed through every tree. Let E(v) be the mean path length of the sample's rows that
    /// reached node v, E(v) = Σ n(l) (depth(l) + c(n(l))) / Σ n(l) over the leaves l below it. A split at v that sends
    /// the row to v' takes E(v) - E(v') off its path, which is put down to the split's feature. The sum over a path is
    /// E(root) - h(x), whatever the path, so that nothing is lost or counted twice. It is the decomposition that Saabas
    /// ("Interpreting random forests", 2014) made for predictions, applied to path lengths; like DIFFI (Carletti, Terzi
    /// and Susto, 2020) it weighs a feature by the depth at which it isolates. A plane of an extended forest is put down
    /// to its features in proportion to the squares of the normal's components.
    public struct Explanation: Sendable, Equatable {
        /// By column: the splits that the feature took off the path, in the mean over the trees.
        public let contributions: [Double]
        /// E(root) in the mean over the trees: the path length of a usual row.
        public let usualPathLength: Double
        /// E(h(x)): the path length of this row, which is `usualPathLength` less the sum of `contributions`.
        public let pathLength: Double

        /// The columns that took most off the path, at most `count`, the strongest first; none that took nothing off.
        public func strongest(_ count: Int) -> [Int] {
            let shortening = contributions.indices.filter { contributions[$0] > 0 }
            return Array(shortening.sorted { contributions[$0] > contributions[$1] }.prefix(count))
        }
    }

    /// Explains the score of every row of a matrix: much faster for many rows than one after the other.
    ///
    /// Throws what `scoreSamples` throws.
    public func explain(_ matrix: FeatureMatrix) throws(IsolationForestError) -> [Explanation] {
        let model = try fittedModel(columns: matrix.columns)
        _ = try matrix.checkedForMissing(allowed: model.allowsMissing)
        return matrix.values.withUnsafeBufferPointer { model.explain($0) }
    }

    /// Explains the score of one row.
    ///
    /// Throws what `score(of:)` throws.
    public func explain(_ row: [Float]) throws(IsolationForestError) -> Explanation {
        let model = try fittedModel(columns: row.count)
        return try row.withUnsafeBufferPointer { row throws(IsolationForestError) in
            _ = try row.checkedForMissing(allowed: model.allowsMissing)
            return model.explain(row)[0]
        }
    }
}

extension Model {
    /// Explains rows that lie one after the other.
    fileprivate func explain(_ rows: UnsafeBufferPointer<Float>) -> [IsolationForest.Explanation] {
        switch splits {
        case .axis(let splits): explain(rows, splits)
        case .plane(let splits): explain(rows, splits)
        }
    }

    private func explain<Splits: SplitTable>(
        _ rows: UnsafeBufferPointer<Float>, _ splits: Splits
    ) -> [IsolationForest.Explanation] {
        let count = rows.count / columns
        var contributions = [[Double]](repeating: Array(repeating: 0, count: columns), count: count)
        var lengths = [Double](repeating: 0, count: count)
        var usual = 0.0
        for tree in 0..<trees {
            let means = meanPathLengths(splits, tree: tree)
            usual += means[1].length
            for index in 0..<count {
                let row = UnsafeBufferPointer(rebasing: rows[index * columns..<(index + 1) * columns])
                lengths[index] += explain(row, splits, tree: tree, means, into: &contributions[index])
            }
        }
        let share = 1 / Double(trees)
        return zip(contributions, lengths).map { contributions, length in
            IsolationForest.Explanation(
                contributions: contributions.map { $0 * share }, usualPathLength: usual * share,
                pathLength: length * share)
        }
    }

    /// Follows a row through one tree, adds what each feature took off its path, and returns the path's length.
    private func explain<Splits: SplitTable>(
        _ row: UnsafeBufferPointer<Float>, _ splits: Splits, tree: Int, _ means: [(length: Double, rows: Int)],
        into contributions: inout [Double]
    ) -> Double {
        var slot = 1
        for _ in 0..<leaves.height {
            guard let split = splits.split(slot: slot, of: tree) else {
                slot *= 2
                continue
            }
            let next = 2 * slot + (Splits.sendsRight(row, split) ? 1 : 0)
            // An empty child, which only a plane leaves, is as long as its own path.
            Splits.addShares(of: split, times: means[slot].length - means[next].length, to: &contributions)
            slot = next
        }
        return means[slot].length
    }

    /// E(v) of every slot of a tree, leaf slots after those of splits, with the rows of the sample that reached it.
    private func meanPathLengths(_ splits: some SplitTable, tree: Int) -> [(length: Double, rows: Int)] {
        let slots = 1 << leaves.height
        var means = [(length: Double, rows: Int)](repeating: (0, 0), count: 2 * slots)
        for slot in 0..<slots {
            let leaf = leaves.leaf(slot: slot, of: tree)
            means[slots + slot] = (Double(leaf.pathLength) / Double(PathLength.one), leaf.size)
        }
        for slot in stride(from: slots - 1, through: 1, by: -1) {
            let (left, right) = (means[2 * slot], means[2 * slot + 1])
            guard splits.split(slot: slot, of: tree) != nil else {
                means[slot] = left
                continue
            }
            let rows = left.rows + right.rows
            let sum = left.length * Double(left.rows) + right.length * Double(right.rows)
            means[slot] = (rows > 0 ? sum / Double(rows) : left.length, rows)
        }
        return means
    }
}
