/// What fitting made: the trees and what is needed to turn their paths into scores.
struct Model: Sendable {
    enum Trees: Sendable {
        case axis(AxisSplits)
        case plane(PlaneSplits)
    }

    var splits: Trees
    var leaves: LeafTable
    let columns: Int
    /// Rows of the sample that each tree was grown from.
    let sampleSize: Int
    let allowsMissing: Bool
    /// What is subtracted from a score to make it a decision.
    var offset = -0.5
    /// The tree that is the oldest.
    var oldestTree = 0
    /// Trees replaced since the fit; it is the number of the random stream of the next one.
    var replacements = 0

    var trees: Int { leaves.codes.count >> leaves.height }

    /// Whether any tree has a split; one without a split at its root has none.
    var hasSplits: Bool {
        switch splits {
        case .axis(let table): (0..<trees).contains { table.split(slot: 1, of: $0) != nil }
        case .plane(let table): (0..<trees).contains { table.split(slot: 1, of: $0) != nil }
        }
    }

    /// c(n) for the size of the samples, to which the paths of a row are compared, in units of 2^-40.
    let expectedPathLength: Int

    init(splits: Trees, leaves: LeafTable, columns: Int, sampleSize: Int, allowsMissing: Bool) {
        self.splits = splits
        self.leaves = leaves
        self.columns = columns
        self.sampleSize = sampleSize
        self.allowsMissing = allowsMissing
        expectedPathLength = PathLength.fixed(PathLength.average(sampleSize))
    }

    /// The bytes of all buffers.
    var memoryFootprint: Int {
        let splits =
            switch splits {
            case .axis(let table): table.memoryFootprint
            case .plane(let table): table.memoryFootprint
            }
        return splits + leaves.memoryFootprint
    }
}
