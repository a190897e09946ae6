/// Trees as they are grown or read: their splits, and of each leaf slot the leaf.
struct GrownTrees<Splits: SplitTable>: Sendable {
    private(set) var splits: Splits
    private(set) var leaves: [Leaf]

    init(trees: Int, like table: Splits) {
        splits = table.empty(trees: trees)
        leaves = Array(repeating: LeafTable.unreachable, count: trees << table.height)
    }

    /// Lends the slots of a tree to be written.
    mutating func withSlots(of tree: Int, _ body: (TreeSlots<Splits>) -> Void) {
        let height = splits.height
        splits.withSlots(of: tree) { splits in
            leaves.withUnsafeMutableBufferPointer { leaves in
                body(TreeSlots(splits: splits, leaves: leaves, first: tree << height, height: height))
            }
        }
    }

    mutating func setSplit(_ split: Splits.Split, slot: Int, of tree: Int) {
        withSlots(of: tree) { $0.set(split, at: slot) }
    }

    mutating func setLeaf(_ leaf: Leaf, slot: Int, of tree: Int) {
        withSlots(of: tree) { $0.set(leaf, at: slot) }
    }

    /// Takes trees over, in place of those from `tree` on.
    mutating func replace(from tree: Int, with other: Self) {
        splits.replace(from: tree, with: other.splits)
        leaves.replaceSubrange(tree << splits.height..<tree << splits.height + other.leaves.count, with: other.leaves)
    }
}

/// The slots of one tree of `GrownTrees`.
///
/// SAFETY: lives no longer than the call that lends it; slots are those of a tree of its height.
struct TreeSlots<Splits: SplitTable> {
    private let splits: Splits.Slots
    private let leaves: UnsafeMutableBufferPointer<Leaf>
    /// The first leaf of the tree.
    private let first: Int
    private let height: Int

    fileprivate init(splits: Splits.Slots, leaves: UnsafeMutableBufferPointer<Leaf>, first: Int, height: Int) {
        self.splits = splits
        self.leaves = leaves
        self.first = first
        self.height = height
    }

    func set(_ split: Splits.Split, at slot: Int) { splits.set(split, at: slot) }

    /// A leaf at any slot; those below the last splits count on from 2^h.
    func set(_ leaf: Leaf, at slot: Int) {
        leaves[first &+ slot << (height &- leaf.depth) &- 1 << height] = leaf
    }
}
