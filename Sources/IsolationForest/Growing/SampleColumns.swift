/// The sample of the tree that is being grown, column by column, so that one feature lies in a few cache lines.
///
/// Nodes own ranges of `order`; a split shares its range out between its children, and the values stay in place. The
/// buffers are plain memory: most nodes hold a few rows, and for those the checks of an array take longer than the work.
///
/// SAFETY: one thread makes, uses and gives up an instance. Positions are below `capacity`, features below the matrix's
/// columns, ranges within the rows that were loaded.
final class SampleColumns: @unchecked Sendable {
    /// scikit-learn takes a feature whose values lie no further apart than this for constant.
    static let featureThreshold: Float = 1e-7

    private let matrix: FeatureMatrix
    /// Whether the matrix has values that are NaN.
    let hasMissing: Bool
    private let capacity: Int
    /// One column of `capacity` values for each feature.
    private let values: UnsafeMutablePointer<Float>
    /// Positions in a column, in the order of the nodes that own them.
    private let order: UnsafeMutablePointer<UInt32>
    /// Where a split keeps the right child's positions until the left child's are in place.
    private let spare: UnsafeMutablePointer<UInt32>

    /// Room for samples of up to `capacity` rows of a matrix.
    init(of matrix: FeatureMatrix, capacity: Int, hasMissing: Bool) {
        self.matrix = matrix
        self.hasMissing = hasMissing
        self.capacity = capacity
        values = .allocate(capacity: capacity * matrix.columns)
        order = .allocate(capacity: capacity)
        spare = .allocate(capacity: capacity)
        values.initialize(repeating: 0, count: capacity * matrix.columns)
        order.initialize(repeating: 0, count: capacity)
        spare.initialize(repeating: 0, count: capacity)
    }

    deinit {
        values.deallocate()
        order.deallocate()
        spare.deallocate()
    }

    /// Copies rows out of the matrix.
    func load(_ rows: [Int]) {
        let columns = matrix.columns
        matrix.values.withUnsafeBufferPointer { source in
            for (position, row) in rows.enumerated() {
                order[position] = UInt32(truncatingIfNeeded: position)
                for feature in 0..<columns { values[feature &* capacity &+ position] = source[row * columns + feature] }
            }
        }
    }

    /// The smallest and the largest value of a feature in a range that is not empty. Missing values do not count;
    /// where all are missing, the maximum lies below the minimum.
    func extent(of feature: Int, in range: Range<Int>) -> (minimum: Float, maximum: Float) {
        let column = values + feature &* capacity
        var minimum = Float.infinity
        var maximum = -Float.infinity
        for index in range {
            let value = column[Int(order[index])]
            // No comparison with NaN holds, so that it changes neither.
            minimum = value < minimum ? value : minimum
            maximum = value > maximum ? value : maximum
        }
        return (minimum, maximum)
    }

    /// Moves the positions of rows that go left to the front of a range and returns where the rest begins.
    func divide(_ range: Range<Int>, by split: AxisSplit) -> Int {
        let column = values + split.feature &* capacity
        let threshold = split.threshold
        guard hasMissing else { return divide(range) { column[$0] > threshold } }
        return divide(range) { column[$0].isNaN ? !split.missingGoesLeft : column[$0] > threshold }
    }

    func divide(_ range: Range<Int>, by split: PlaneSplit) -> Int {
        divide(range) { position in
            let projection = split.projection { values[$0 &* capacity &+ position] }
            return projection.isNaN ? !split.missingGoesLeft : projection > split.intercept
        }
    }

    /// Whether at least half of the rows that have a value go left.
    func isLeftLarger(_ range: Range<Int>, by feature: Int, at threshold: Float) -> Bool {
        isLeftLarger(range, than: threshold) { values[feature * capacity + $0] }
    }

    func isLeftLarger(_ range: Range<Int>, by split: PlaneSplit) -> Bool {
        isLeftLarger(range, than: split.intercept) { position in
            split.projection { values[$0 * capacity + position] }
        }
    }

    private func isLeftLarger(_ range: Range<Int>, than limit: Float, _ value: (Int) -> Float) -> Bool {
        var balance = 0
        for index in range {
            let value = value(Int(order[index]))
            balance += value > limit ? -1 : value <= limit ? 1 : 0
        }
        return balance >= 0
    }

    /// Each position is written to both sides and counted on one: a branch would be guessed wrong half the time.
    @inline(__always)
    private func divide(_ range: Range<Int>, goesRight: (Int) -> Bool) -> Int {
        var boundary = range.lowerBound
        var above = 0
        for index in range {
            let position = order[index]
            order[boundary] = position
            spare[above] = position
            let isAbove = goesRight(Int(position)) ? 1 : 0
            boundary &+= 1 &- isAbove
            above &+= isAbove
        }
        (order + boundary).update(from: spare, count: above)
        return boundary
    }
}
