@testable import IsolationForest

extension IsolationForest {
    /// A fitted forest of trees written by hand; their height is that of samples of eight rows, whatever `sampleSize`.
    init(trees: Int, columns: Int, sampleSize: Int, write: (Int, inout GrownTrees<AxisSplits>) -> Void) {
        self.init(Configuration(trees: trees))
        let table = AxisSplits(trees: 0, height: 3, columns: columns, allowsMissing: false)
        var grown = GrownTrees(trees: trees, like: table)
        for tree in 0..<trees { write(tree, &grown) }
        model = Model(
            splits: .axis(grown.splits), leaves: LeafTable(grown.leaves, height: 3), columns: columns,
            sampleSize: sampleSize, allowsMissing: false)
    }

    /// The splits of an ordinary forest that was fitted.
    var axisSplits: AxisSplits? {
        if case .axis(let splits)? = model?.splits { splits } else { nil }
    }

    /// Everything that tells two forests apart, but for the configuration.
    var image: [String] {
        guard let model else { return [] }
        return (0..<model.trees).map { tree in
            let slots = (0..<2 << model.leaves.height)
            return switch model.splits {
            case .axis(let splits): slots.map { "\(describe($0, tree, splits))" }.joined()
            case .plane(let splits): slots.map { "\(describe($0, tree, splits))" }.joined()
            }
        }
    }

    private func describe(_ slot: Int, _ tree: Int, _ splits: some SplitTable) -> String {
        guard let model else { return "" }
        let slots = 1 << splits.height
        guard slot >= slots else { return slot == 0 ? "" : splits.split(slot: slot, of: tree).map { "\($0)" } ?? "-" }
        return "\(model.leaves.leaf(slot: slot - slots, of: tree).packed) "
    }
}
