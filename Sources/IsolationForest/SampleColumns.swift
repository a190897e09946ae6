/// The sample of the tree that is being grown, column by column, so that one feature lies in a few cache lines.
///
/// Nodes own ranges of `order`; a split shares its range out between its children, and the values stay in place.
struct SampleColumns {
    /// One column of `capacity` values for each feature.
    private var values: [Float]
    private let capacity: Int
    /// Positions in a column, in the order of the nodes that own them.
    private var order: [UInt32]
    /// Where a split keeps the right child's positions until the left child's are in place.
    private var spare: [UInt32]

    /// Room for samples of up to `capacity` rows.
    init(capacity: Int, features: Int) {
        self.capacity = capacity
        values = Array(repeating: 0, count: capacity * features)
        order = Array(repeating: 0, count: capacity)
        spare = order
    }

    /// Copies rows out of the matrix.
    mutating func load(_ rows: [Int], of matrix: FeatureMatrix) {
        for (position, row) in rows.enumerated() {
            order[position] = UInt32(position)
            let first = row * matrix.columns
            for feature in 0..<matrix.columns {
                values[feature * capacity + position] = matrix.values[first + feature]
            }
        }
    }

    /// The smallest and the largest value of a feature in a range that is not empty.
    func extent(of feature: Int, in range: Range<Int>) -> (minimum: Float, maximum: Float) {
        // Unsafe buffers, because a check of every index would take as long as the search.
        values.withUnsafeBufferPointer { values in
            order.withUnsafeBufferPointer { order in
                let column = feature * capacity
                var minimum = Float.infinity
                var maximum = -Float.infinity
                for index in range {
                    let value = values[column + Int(order[index])]
                    minimum = min(minimum, value)
                    maximum = max(maximum, value)
                }
                return (minimum, maximum)
            }
        }
    }

    /// Moves the positions of values up to the threshold to the front of a range and returns where the rest begins.
    ///
    /// Each position is written to both sides and counted on one: a branch would be guessed wrong half the time.
    mutating func divide(_ range: Range<Int>, by feature: Int, at threshold: Float) -> Int {
        values.withUnsafeBufferPointer { values in
            order.withUnsafeMutableBufferPointer { order in
                spare.withUnsafeMutableBufferPointer { spare in
                    let column = feature * capacity
                    var boundary = range.lowerBound
                    var above = 0
                    for index in range {
                        let position = order[index]
                        order[boundary] = position
                        spare[above] = position
                        let isAbove = values[column + Int(position)] > threshold ? 1 : 0
                        boundary += 1 - isAbove
                        above += isAbove
                    }
                    for index in 0..<above { order[boundary + index] = spare[index] }
                    return boundary
                }
            }
        }
    }
}
