/// The sample of the tree that is being grown: which rows of the matrix each node owns.
///
/// Nodes own ranges of `order`; a split shares its range out between its children. The rows stay where they are: those
/// of a usual sample fit the first-level cache. The buffers are plain memory: most nodes hold a few rows, and for those
/// the checks of an array take longer than the work.
///
/// SAFETY: one thread makes, uses and gives up an instance, while the matrix's values are borrowed. Rows and features
/// are those of the matrix, ranges are within the rows that were loaded.
final class SampleRows: @unchecked Sendable {
    /// scikit-learn takes a feature whose values lie no further apart than this for constant.
    static let featureThreshold: Float = 1e-7

    /// Whether the matrix has values that are NaN.
    let hasMissing: Bool
    private let values: UnsafePointer<Float>
    private let columns: Int
    /// Where rows begin among the values, in the order of the nodes that own them.
    private let order: UnsafeMutablePointer<Int>
    /// Where a split keeps the right child's rows until the left child's are in place.
    private let spare: UnsafeMutablePointer<Int>

    /// Room for samples of up to `capacity` rows of a matrix.
    init(of values: UnsafePointer<Float>, columns: Int, capacity: Int, hasMissing: Bool) {
        self.values = values
        self.columns = columns
        self.hasMissing = hasMissing
        order = .allocate(capacity: capacity)
        spare = .allocate(capacity: capacity)
        order.initialize(repeating: 0, count: capacity)
        spare.initialize(repeating: 0, count: capacity)
    }

    deinit {
        order.deallocate()
        spare.deallocate()
    }

    /// Takes the rows of a new tree.
    func load(_ rows: [Int]) {
        for (position, row) in rows.enumerated() { order[position] = row * columns }
    }

    /// The smallest and the largest value of a feature in a range that is not empty. Missing values do not count;
    /// where all are missing, the maximum lies below the minimum.
    func extent(of feature: Int, in range: Range<Int>) -> (minimum: Float, maximum: Float) {
        let column = values + feature
        var minima: (Float, Float) = (.infinity, .infinity)
        var maxima: (Float, Float) = (-.infinity, -.infinity)
        var index = range.lowerBound
        // Two at a time: one comparison waits for the one before.
        while index &+ 1 < range.upperBound {
            let (first, second) = (column[order[index]], column[order[index &+ 1]])
            // No comparison with NaN holds, so that it changes neither.
            minima.0 = first < minima.0 ? first : minima.0
            maxima.0 = first > maxima.0 ? first : maxima.0
            minima.1 = second < minima.1 ? second : minima.1
            maxima.1 = second > maxima.1 ? second : maxima.1
            index &+= 2
        }
        if index < range.upperBound {
            let last = column[order[index]]
            minima.0 = last < minima.0 ? last : minima.0
            maxima.0 = last > maxima.0 ? last : maxima.0
        }
        return (min(minima.0, minima.1), max(maxima.0, maxima.1))
    }

    /// Moves the rows that go left to the front of a range and returns where the rest begins.
    func divide(_ range: Range<Int>, by split: AxisSplit) -> Int {
        let column = values + split.feature
        let threshold = split.threshold
        guard hasMissing else { return divide(range) { column[$0] > threshold } }
        return divide(range) { column[$0].isNaN ? !split.missingGoesLeft : column[$0] > threshold }
    }

    func divide(_ range: Range<Int>, by split: PlaneSplit) -> Int {
        divide(range) { row in
            let projection = split.projection { values[row &+ $0] }
            return projection.isNaN ? !split.missingGoesLeft : projection > split.intercept
        }
    }

    /// Whether at least half of the rows that have a value go left.
    func isLeftLarger(_ range: Range<Int>, by feature: Int, at threshold: Float) -> Bool {
        isLeftLarger(range, than: threshold) { values[$0 + feature] }
    }

    func isLeftLarger(_ range: Range<Int>, by split: PlaneSplit) -> Bool {
        isLeftLarger(range, than: split.intercept) { row in
            split.projection { values[row + $0] }
        }
    }

    private func isLeftLarger(_ range: Range<Int>, than limit: Float, _ value: (Int) -> Float) -> Bool {
        var balance = 0
        for index in range {
            let value = value(order[index])
            balance += value > limit ? -1 : value <= limit ? 1 : 0
        }
        return balance >= 0
    }

    /// Each row is written to both sides and counted on one: a branch would be guessed wrong half the time.
    @inline(__always)
    private func divide(_ range: Range<Int>, goesRight: (Int) -> Bool) -> Int {
        var boundary = range.lowerBound
        var above = 0
        for index in range {
            let row = order[index]
            order[boundary] = row
            spare[above] = row
            let isAbove = goesRight(row) ? 1 : 0
            boundary &+= 1 &- isAbove
            above &+= isAbove
        }
        (order + boundary).update(from: spare, count: above)
        return boundary
    }
}
