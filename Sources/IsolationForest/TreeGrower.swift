/// Grows isolation trees (Liu, Ting and Zhou, algorithm 2) with scikit-learn's choices, in one set of buffers.
///
/// A node that holds more than one row and lies above the height limit draws a feature, uniformly among those that vary
/// in it, and a threshold, uniformly between that feature's minimum and maximum.
struct TreeGrower {
    private let matrix: FeatureMatrix
    private let sampleSize: Int
    private let heightLimit: Int
    private var columns: SampleColumns
    /// All features, in an order that drawing without replacement changes.
    private var features: [Int] = []
    /// The nodes found so far, breadth-first; those not yet written are the queue.
    private var spans: [Span] = []

    /// A node before it is known whether it is split.
    private struct Span {
        let range: Range<Int>
        let depth: Int
    }

    private struct Split {
        let feature: Int
        let threshold: Float
    }

    /// A grower of trees from at most `sampleSize` rows of a matrix of finite values.
    init(matrix: FeatureMatrix, sampleSize: Int) {
        self.matrix = matrix
        self.sampleSize = sampleSize
        heightLimit = Self.heightLimit(sampleSize: sampleSize)
        columns = SampleColumns(capacity: sampleSize, features: matrix.columns)
    }

    /// ceil(log2(sampleSize)), at least 1: about the mean height of a tree. Longer paths belong to normal points, and
    /// how much longer they are does not matter.
    static func heightLimit(sampleSize: Int) -> Int {
        Int.bitWidth - (max(sampleSize, 2) - 1).leadingZeroBitCount
    }

    /// Appends the nodes of a tree grown from the given rows.
    mutating func grow(from rows: [Int], into nodes: inout [Node], using generator: inout SeededGenerator) {
        columns.load(rows, of: matrix)
        // The order that the previous tree left behind would make a tree depend on the trees before it.
        features = Array(0..<matrix.columns)
        spans.removeAll(keepingCapacity: true)
        spans.append(Span(range: 0..<rows.count, depth: 0))
        var index = 0
        while index < spans.count {
            let span = spans[index]
            if let split = drawSplit(of: span, using: &generator) {
                nodes.append(Node(feature: split.feature, threshold: split.threshold, leftChild: spans.count))
                let boundary = columns.divide(span.range, by: split.feature, at: split.threshold)
                spans.append(Span(range: span.range.lowerBound..<boundary, depth: span.depth + 1))
                spans.append(Span(range: boundary..<span.range.upperBound, depth: span.depth + 1))
            } else {
                nodes.append(Node(leafAt: index, depth: span.depth, size: span.range.count))
            }
            index += 1
        }
    }

    /// Draws a split, or nothing where the node is at the height limit, holds one row or has only equal rows.
    private mutating func drawSplit(of span: Span, using generator: inout SeededGenerator) -> Split? {
        guard span.depth < heightLimit, span.range.count > 1 else { return nil }
        for last in features.indices.reversed() {
            features.swapAt(generator.index(below: last + 1), last)
            let feature = features[last]
            let (minimum, maximum) = columns.extent(of: feature, in: span.range)
            if maximum > minimum + Self.featureThreshold {
                let threshold = Self.threshold(from: minimum, to: maximum, at: generator.fraction())
                return Split(feature: feature, threshold: threshold)
            }
        }
        return nil
    }

    /// The point between two values, never the upper one, so that both sides of a split hold a row.
    ///
    /// scikit-learn compares with a threshold in Double; rounded down to Float, it divides Floats in the same way.
    static func threshold(from minimum: Float, to maximum: Float, at fraction: Double) -> Float {
        let point = Double(minimum) + (Double(maximum) - Double(minimum)) * fraction
        let nearest = Float(point)
        let threshold = Double(nearest) > point ? nearest.nextDown : nearest
        return threshold < maximum ? threshold : minimum
    }

    /// scikit-learn takes a feature whose values lie no further apart than this for constant.
    private static let featureThreshold: Float = 1e-7
}
