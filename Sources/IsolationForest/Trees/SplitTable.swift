/// The splits of all trees of a forest as complete binary trees in flat arrays: slot 1 of a tree is its root, and the
/// children of slot i are 2i and 2i + 1.
///
/// A tree of height h has 2^h slots, the first of them unused, and every descent takes h steps; a leaf above the last
/// level is reached through slots that send every row left, as every slot does that was not written.
protocol SplitTable: Sendable {
    associatedtype Split: Equatable, Sendable
    associatedtype Slots: SplitSlots<Split>

    var height: Int { get }

    /// A table of as many trees, in the same shape.
    func empty(trees: Int) -> Self

    /// Lends the slots of a tree to be written.
    mutating func withSlots(of tree: Int, _ body: (Slots) -> Void)

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

/// The slots of one tree in plain memory: an array would be checked for other owners before every write.
protocol SplitSlots<Split> {
    associatedtype Split

    func set(_ split: Split, at slot: Int)
}
