extension IsolationForest {
    /// Grows the trees from rows, in place of any grown before (algorithm 1 of the paper).
    ///
    /// With a contamination, all rows are then scored to place the offset, which takes longer than the growing. As in
    /// scikit-learn, values of a feature that lie within 1e-7 of each other count as equal: give tiny units a scale.
    /// Throws what is wrong with the matrix, the names or the configuration; the forest is then unchanged.
    ///
    /// - Parameters:
    ///   - matrix: The rows to learn from.
    ///   - featureNames: What the columns are called, in their order, if that is to be kept: each of 1 to
    ///     `featureNameLimit` bytes, none twice.
    ///   - threads: The most threads to work with. The forest is the same whatever their number.
    public mutating func fit(
        _ matrix: FeatureMatrix, featureNames: [String]? = nil, threads: Int = 1
    ) throws(IsolationForestError) {
        if let featureNames { try Self.validate(featureNames: featureNames, columns: matrix.columns) }
        let plan = try configuration.plan(for: matrix)
        var fitted = plan.grow(threads: threads)
        if case .fraction(let share) = configuration.contamination {
            let scores = fitted.scores(of: matrix, hasMissing: plan.hasMissing, threads: threads)
            fitted.offset = scores.quantile(share)
        }
        model = fitted
        self.featureNames = featureNames
    }
}

/// What is grown from which rows, after everything has been checked.
struct GrowingPlan: Sendable {
    let matrix: FeatureMatrix
    let configuration: IsolationForest.Configuration
    let sampleSize: Int
    /// The features that one tree may split on.
    let features: Int
    let hasMissing: Bool

    private var height: Int { HeightLimit.of(sampleSize: sampleSize) }
    private var allowsMissing: Bool { configuration.missingValues == .largerChild }
    private var deck: FeatureDeck { FeatureDeck(columns: matrix.columns, size: features) }

    private func sample(_ values: UnsafeBufferPointer<Float>) -> SampleRows {
        SampleRows(of: values, columns: matrix.columns, capacity: sampleSize, hasMissing: hasMissing)
    }

    private var axisSplits: AxisSplits {
        AxisSplits(trees: 0, height: height, columns: matrix.columns, allowsMissing: allowsMissing)
    }

    private func planeSplits(_ level: Int) -> PlaneSplits {
        PlaneSplits(trees: 0, height: height, components: level + 1, allowsMissing: allowsMissing)
    }

    private func axisSplitter(_ values: UnsafeBufferPointer<Float>) -> AxisSplitter {
        AxisSplitter(sample(values), deck: deck)
    }

    private func planeSplitter(_ values: UnsafeBufferPointer<Float>, _ level: Int) -> PlaneSplitter {
        PlaneSplitter(sample(values), deck: deck, components: level + 1)
    }

    /// A whole forest.
    func grow(threads: Int) -> Model {
        let trees = 0..<configuration.trees
        guard let level = configuration.extensionLevel else {
            let grown = grow(trees, axisSplitter, like: axisSplits, threads: threads)
            return model(.axis(grown.splits), grown.leaves)
        }
        let grown = grow(trees, { planeSplitter($0, level) }, like: planeSplits(level), threads: threads)
        return model(.plane(grown.splits), grown.leaves)
    }

    /// Grows one tree of a model anew, from the stream of random numbers that its number of replacements gives.
    func replaceOldestTree(of model: inout Model) {
        let stream = model.trees + model.replacements
        let tree = model.oldestTree
        // The splits are taken out, so that they are changed in place.
        switch exchange(&model.splits, for: .axis(axisSplits)) {
        case .axis(var splits):
            let grown = grow(stream..<stream + 1, axisSplitter, like: splits, threads: 1)
            splits.replace(from: tree, with: grown.splits)
            model.splits = .axis(splits)
            model.leaves.replace(from: tree, with: grown.leaves)
        case .plane(var splits):
            let level = splits.components - 1
            let grown = grow(stream..<stream + 1, { planeSplitter($0, level) }, like: splits, threads: 1)
            splits.replace(from: tree, with: grown.splits)
            model.splits = .plane(splits)
            model.leaves.replace(from: tree, with: grown.leaves)
        }
        model.replacements += 1
        model.oldestTree = (tree + 1) % model.trees
        // Once all trees have been replaced, kinds of leaves of the old ones are left over.
        if model.oldestTree == 0 { model.leaves.compact() }
    }

    private func model(_ splits: Model.Trees, _ leaves: [Leaf]) -> Model {
        Model(
            splits: splits, leaves: LeafTable(leaves, height: height), columns: matrix.columns, sampleSize: sampleSize,
            allowsMissing: allowsMissing)
    }

    /// Grows trees, each from the stream of random numbers of its number, so that it depends on nothing else.
    private func grow<Splitter: TreeSplitter>(
        _ streams: Range<Int>, _ splitter: @escaping @Sendable (UnsafeBufferPointer<Float>) -> Splitter,
        like table: Splitter.Splits, threads: Int
    ) -> GrownTrees<Splitter.Splits> {
        let parts = Parallel.map(over: streams.count, threads: threads) { part in
            var grown = GrownTrees(trees: part.count, like: table)
            matrix.values.withUnsafeBufferPointer { values in
                var grower = TreeGrower(
                    splitter(values), rows: matrix.rows, sampleSize: sampleSize, bootstrap: configuration.bootstrap)
                for index in part {
                    var generator = SeededGenerator(seed: configuration.seed, stream: streams.lowerBound + index)
                    grower.grow(index - part.lowerBound, of: &grown, using: &generator)
                }
            }
            return grown
        }
        guard parts.count > 1 else { return parts[0] }
        var whole = GrownTrees(trees: streams.count, like: table)
        var tree = 0
        for part in parts {
            whole.replace(from: tree, with: part)
            tree += part.leaves.count >> table.height
        }
        return whole
    }
}

/// Puts a new value in the place of an old one, which is returned.
private func exchange<Value>(_ place: inout Value, for new: Value) -> Value {
    let old = place
    place = new
    return old
}
