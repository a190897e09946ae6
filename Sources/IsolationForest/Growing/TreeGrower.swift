/// Grows isolation trees (Liu, Ting and Zhou, algorithm 2) from samples of a matrix, in one set of buffers.
///
/// A node that holds more than one row and lies above the height limit is split where the splitter finds a split.
struct TreeGrower<Splitter: TreeSplitter> {
    private var splitter: Splitter
    private var sampler: RowSampler
    private let sampleSize: Int
    private let bootstrap: Bool
    /// The nodes that may be split, breadth-first; those not yet split are the queue.
    private var queue: [QueuedNode] = []

    private struct QueuedNode {
        let rows: NodeRows
        let slot: Int
    }

    init(_ splitter: Splitter, rows: Int, sampleSize: Int, bootstrap: Bool) {
        self.splitter = splitter
        sampler = RowSampler(rows: rows)
        self.sampleSize = sampleSize
        self.bootstrap = bootstrap
    }

    /// Draws a sample and writes the tree that is grown from it.
    mutating func grow(_ tree: Int, of trees: inout GrownTrees<Splitter.Splits>, using generator: inout SeededGenerator)
    {
        let sample =
            bootstrap
            ? sampler.bootstrapRows(sampleSize, using: &generator)
            : sampler.distinctRows(sampleSize, using: &generator)
        splitter.load(sample, using: &generator)
        let height = trees.splits.height
        trees.withSlots(of: tree) { slots in
            queue.removeAll(keepingCapacity: true)
            place(NodeRows(range: 0..<sample.count, depth: 0), at: 1, below: height, in: slots)
            var index = 0
            while index < queue.count {
                let (rows, slot) = (queue[index].rows, queue[index].slot)
                index += 1
                guard let (split, boundary) = splitter.split(rows, using: &generator) else {
                    slots.set(rows.leaf, at: slot)
                    continue
                }
                slots.set(split, at: slot)
                place(rows.child(rows.range.lowerBound..<boundary), at: 2 * slot, below: height, in: slots)
                place(rows.child(boundary..<rows.range.upperBound), at: 2 * slot + 1, below: height, in: slots)
            }
        }
    }

    /// Queues a node that may be split; any other is a leaf at once.
    private mutating func place(
        _ rows: NodeRows, at slot: Int, below height: Int, in slots: TreeSlots<Splitter.Splits>
    ) {
        if rows.depth < height, rows.range.count > 1 {
            queue.append(QueuedNode(rows: rows, slot: slot))
        } else {
            slots.set(rows.leaf, at: slot)
        }
    }
}

extension NodeRows {
    fileprivate var leaf: Leaf { Leaf(depth: depth, size: range.count) }

    fileprivate func child(_ range: Range<Int>) -> NodeRows { NodeRows(range: range, depth: depth + 1) }
}

/// Finds splits of the sample of one tree.
protocol TreeSplitter {
    associatedtype Splits: SplitTable

    /// Takes the sample of a new tree.
    mutating func load(_ rows: [Int], using generator: inout SeededGenerator)

    /// Draws a split of a node, shares its rows out between its children and says where the right child's begin; nil
    /// where no split separates anything.
    mutating func split(
        _ node: NodeRows, using generator: inout SeededGenerator
    ) -> (split: Splits.Split, boundary: Int)?
}

/// The height of a tree.
enum HeightLimit {
    /// ceil(log2(sampleSize)), at least 1: about the mean height of a tree. Longer paths belong to normal points, and
    /// how much longer they are does not matter.
    static func of(sampleSize: Int) -> Int {
        Int.bitWidth - (max(sampleSize, 2) - 1).leadingZeroBitCount
    }
}
