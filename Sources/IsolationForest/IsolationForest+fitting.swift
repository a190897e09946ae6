extension IsolationForest {
    /// Grows the trees from rows, in place of any grown before (algorithm 1 of the paper).
    ///
    /// With a contamination, all rows are then scored to place the offset, which takes longer than the growing. As in
    /// scikit-learn, values of a feature that lie within 1e-7 of each other count as equal: give tiny units a scale.
    /// Throws what is wrong with the matrix or the configuration; the forest is then unchanged.
    public mutating func fit(_ matrix: FeatureMatrix) throws(IsolationForestError) {
        let sampleSize = try configuration.checkedSampleSize(rows: matrix.rows)
        try matrix.requireFinite()
        let trees = growTrees(from: matrix, sampleSize: sampleSize)
        let fitted = Model(trees: trees, columns: matrix.columns, sampleSize: sampleSize)
        switch configuration.contamination {
        case .auto: model = fitted
        case .fraction(let share): model = Model(fitted, offset: fitted.scores(of: matrix).quantile(share))
        }
    }

    private func growTrees(from matrix: FeatureMatrix, sampleSize: Int) -> NodeTable {
        var sampler = RowSampler(rows: matrix.rows)
        var grower = TreeGrower(matrix: matrix, sampleSize: sampleSize)
        var nodes: [Node] = []
        var roots: [UInt32] = []
        for tree in 0..<configuration.trees {
            var generator = SeededGenerator(seed: configuration.seed, stream: tree)
            let sample =
                configuration.bootstrap
                ? sampler.bootstrapRows(sampleSize, using: &generator)
                : sampler.distinctRows(sampleSize, using: &generator)
            roots.append(UInt32(nodes.count))
            grower.grow(from: sample, into: &nodes, using: &generator)
        }
        return NodeTable(nodes: nodes, roots: roots)
    }
}
