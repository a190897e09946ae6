/// The splits of all trees of a forest as complete binary trees in flat arrays: slot 1 of a tree is its root, and the
/// children of slot i are 2i and 2i + 1.
///
/// A tree of height h has 2^h slots, the first of them unused, and every descent takes h steps; a leaf above the last
/// level is reached through slots that send every row left, as every slot does that was not written.
protocol SplitTable: Sendable {
    associatedtype Split: Equatable, Sendable

    var height: Int { get }

    /// A table of as many trees, in the same shape.
    func empty(trees: Int) -> Self

    mutating func setSplit(_ split: Split, slot: Int, of tree: Int)

    /// The split in a slot of a tree; nil where every row goes left.
    func split(slot: Int, of tree: Int) -> Split?

    /// Takes the trees of a table of the same shape over, in place of those from `tree` on.
    mutating func replace(from tree: Int, with other: Self)

    /// Whether a row goes right.
    static func sendsRight(_ row: UnsafeBufferPointer<Float>, _ split: Split) -> Bool

    /// Adds what each feature has to do with the split to an array of one number for each column; the numbers of one
    /// split are not negative and sum to 1.
    static func addShares(of split: Split, times factor: Double, to sums: inout [Double])

    var memoryFootprint: Int { get }
}

/// Trees as they are grown or read: their splits, and of each leaf slot the leaf.
struct GrownTrees<Splits: SplitTable>: Sendable {
    var splits: Splits
    var leaves: [Leaf]

    init(trees: Int, like table: Splits) {
        splits = table.empty(trees: trees)
        leaves = Array(repeating: LeafTable.unreachable, count: trees << table.height)
    }

    /// A leaf at any slot of a tree; those below the last splits count on from 2^h.
    mutating func setLeaf(_ leaf: Leaf, slot: Int, of tree: Int) {
        let height = splits.height
        leaves[tree << height + slot << (height - leaf.depth) - 1 << height] = leaf
    }

    /// Takes trees over, in place of those from `tree` on.
    mutating func replace(from tree: Int, with other: Self) {
        splits.replace(from: tree, with: other.splits)
        leaves.replaceSubrange(tree << splits.height..<tree << splits.height + other.leaves.count, with: other.leaves)
    }
}
