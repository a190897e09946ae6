/// The sample of the tree that is being grown: which rows of the matrix each node owns.
///
/// Nodes own ranges of one of two lists, by turns from level to level: a split reads its range of one list and fills the
/// same range of the other, the left child's rows from the front and the right child's from the back. The rows of the
/// matrix stay where they are: those of a usual sample fit the first-level cache. The lists are plain memory: most
/// nodes hold a few rows, and for those the checks of an array take longer than the work. Debug builds check them.
///
/// SAFETY: one thread makes, uses and gives up an instance, while the matrix's values are borrowed. Rows and features
/// are those of the matrix, ranges are within the rows that were loaded.
final class SampleRows {
    /// scikit-learn takes a feature whose values lie no further apart than this for constant.
    static let featureThreshold: Float = 1e-7

    /// Whether the matrix has values that are NaN.
    let hasMissing: Bool
    private let values: UnsafeBufferPointer<Float>
    private let columns: Int
    /// Where rows begin among the values, in the order of the nodes of even depth that own them.
    private let even: UnsafeMutableBufferPointer<Int>
    /// The same for nodes of odd depth.
    private let odd: UnsafeMutableBufferPointer<Int>

    /// Room for samples of up to `capacity` rows of a matrix.
    init(of values: UnsafeBufferPointer<Float>, columns: Int, capacity: Int, hasMissing: Bool) {
        self.values = values
        self.columns = columns
        self.hasMissing = hasMissing
        even = .allocate(capacity: capacity)
        odd = .allocate(capacity: capacity)
        even.initialize(repeating: 0)
        odd.initialize(repeating: 0)
    }

    deinit {
        even.deallocate()
        odd.deallocate()
    }

    /// Takes the rows of a new tree.
    func load(_ rows: [Int]) {
        assert(rows.count <= even.count, "A sample holds at most the rows that there is room for.")
        for (position, row) in rows.enumerated() { even[position] = row * columns }
    }

    /// The smallest and the largest value of a feature in a node. Missing values do not count;
    /// where all are missing, the maximum lies below the minimum.
    func extent(of feature: Int, in node: NodeRows) -> (minimum: Float, maximum: Float) {
        let order = node.depth & 1 == 0 ? even : odd
        var minima: (Float, Float) = (.infinity, .infinity)
        var maxima: (Float, Float) = (-.infinity, -.infinity)
        var index = node.range.lowerBound
        // Two at a time: one comparison waits for the one before.
        while index &+ 1 < node.range.upperBound {
            let (first, second) = (values[order[index] &+ feature], values[order[index &+ 1] &+ feature])
            // No comparison with NaN holds, so that it changes neither.
            minima.0 = first < minima.0 ? first : minima.0
            maxima.0 = first > maxima.0 ? first : maxima.0
            minima.1 = second < minima.1 ? second : minima.1
            maxima.1 = second > maxima.1 ? second : maxima.1
            index &+= 2
        }
        if index < node.range.upperBound {
            let last = values[order[index] &+ feature]
            minima.0 = last < minima.0 ? last : minima.0
            maxima.0 = last > maxima.0 ? last : maxima.0
        }
        return (min(minima.0, minima.1), max(maxima.0, maxima.1))
    }

    /// Hands the rows of a node on to its children and returns where the right child's begin.
    func divide(_ node: NodeRows, by split: AxisSplit) -> Int {
        let (feature, threshold) = (split.feature, split.threshold)
        guard hasMissing else { return divide(node) { values[$0 &+ feature] > threshold } }
        return divide(node) { row in
            let value = values[row &+ feature]
            return value.isNaN ? !split.missingGoesLeft : value > threshold
        }
    }

    func divide(_ node: NodeRows, by split: PlaneSplit) -> Int {
        let values = values
        return divide(node) { row in
            let projection = split.projection { values[row &+ $0] }
            return projection.isNaN ? !split.missingGoesLeft : projection > split.intercept
        }
    }

    /// Whether at least half of the rows that have a value go left.
    func isLeftLarger(_ node: NodeRows, by feature: Int, at threshold: Float) -> Bool {
        isLeftLarger(node, than: threshold) { values[$0 + feature] }
    }

    func isLeftLarger(_ node: NodeRows, by split: PlaneSplit) -> Bool {
        isLeftLarger(node, than: split.intercept) { row in
            split.projection { values[row + $0] }
        }
    }

    private func isLeftLarger(_ node: NodeRows, than limit: Float, _ value: (Int) -> Float) -> Bool {
        let order = node.depth & 1 == 0 ? even : odd
        var balance = 0
        for index in node.range {
            let value = value(order[index])
            balance += value > limit ? -1 : value <= limit ? 1 : 0
        }
        return balance >= 0
    }

    /// Each row is written to both ends and counted on one: a branch would be guessed wrong half the time.
    @inline(__always)
    private func divide(_ node: NodeRows, goesRight: (Int) -> Bool) -> Int {
        let (order, target) = node.depth & 1 == 0 ? (even, odd) : (odd, even)
        var boundary = node.range.lowerBound
        var last = node.range.upperBound &- 1
        for index in node.range {
            let row = order[index]
            target[boundary] = row
            target[last] = row
            let isAbove = goesRight(row) ? 1 : 0
            boundary &+= 1 &- isAbove
            last &-= isAbove
        }
        return boundary
    }
}

/// The rows of a node, at least one.
struct NodeRows {
    /// Where they are among the rows of the sample.
    let range: Range<Int>
    let depth: Int
}
