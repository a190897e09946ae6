/// Grows isolation trees (Liu, Ting and Zhou, algorithm 2) from samples of a matrix, in one set of buffers.
///
/// A node that holds more than one row and lies above the height limit is split where the splitter finds a split.
struct TreeGrower<Splitter: TreeSplitter> {
    private var splitter: Splitter
    private var sampler: RowSampler
    private let sampleSize: Int
    private let bootstrap: Bool
    /// The nodes found so far, breadth-first; those not yet written are the queue.
    private var spans: [Span] = []

    /// A node before it is known whether it is split.
    private struct Span {
        let range: Range<Int>
        let depth: Int
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
        let heightLimit = trees.splits.height
        spans.removeAll(keepingCapacity: true)
        spans.append(Span(range: 0..<sample.count, depth: 0, slot: 1))
        var index = 0
        while index < spans.count {
            let span = spans[index]
            index += 1
            guard span.depth < heightLimit, span.range.count > 1,
                let (split, boundary) = splitter.split(span.range, using: &generator)
            else {
                trees.setLeaf(Leaf(depth: span.depth, size: span.range.count), slot: span.slot, of: tree)
                continue
            }
            trees.splits.setSplit(split, slot: span.slot, of: tree)
            let (left, right) = (span.range.lowerBound..<boundary, boundary..<span.range.upperBound)
            spans.append(Span(range: left, depth: span.depth + 1, slot: 2 * span.slot))
            spans.append(Span(range: right, depth: span.depth + 1, slot: 2 * span.slot + 1))
        }
    }
}

/// Finds splits of the sample of one tree.
protocol TreeSplitter: Sendable {
    associatedtype Splits: SplitTable

    /// Takes the sample of a new tree.
    mutating func load(_ rows: [Int], using generator: inout SeededGenerator)

    /// Draws a split of a range of the sample's rows, brings the rows that go left to its front and says where the
    /// others begin; nil where no split separates anything.
    mutating func split(
        _ range: Range<Int>, using generator: inout SeededGenerator
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
