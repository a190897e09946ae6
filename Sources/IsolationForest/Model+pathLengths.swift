extension IsolationForest.Model {
    /// -s(x) of each row of a matrix that has the model's columns.
    func scores(of matrix: FeatureMatrix) -> [Double] {
        let rows = matrix.rows
        return Array(unsafeUninitializedCapacity: rows) { scores, count in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.blockSize * columns) { keys in
                withUnsafeTemporaryAllocation(of: Int.self, capacity: Self.blockSize) { sums in
                    while count < rows {
                        let block = min(Self.blockSize, rows - count)
                        keys.fill(from: matrix.values, at: count * columns, count: block * columns)
                        sums.initialize(repeating: 0)
                        addPathLengths(of: keys, rows: block, to: sums)
                        for index in 0..<block { scores[count + index] = score(pathLengthSum: sums[index]) }
                        count += block
                    }
                }
            }
        }
    }

    /// -s(x) of one row that has the model's columns. Up to 256 columns fit the stack and nothing is allocated.
    func score(of row: UnsafeBufferPointer<Float>) -> Double {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: columns) { keys in
            for column in 0..<columns { keys.initializeElement(at: column, to: row[column].orderedBits) }
            return score(pathLengthSum: pathLengthSum(of: keys))
        }
    }

    /// Rows that are taken through one tree before the next: few enough for the first-level cache.
    private static let blockSize = 256

    /// Equation 2 for the sum of h(x) over all trees.
    private func score(pathLengthSum: Int) -> Double {
        -PathLength.anomalyScore(sum: pathLengthSum, trees: trees.roots.count, expected: expectedPathLength)
    }

    /// h(x) of a descent that ended at this leaf, in units of 2^-40: the splits above it, and c(n) for those that its n
    /// rows were spared.
    @inline(__always)
    private func pathLength(_ leaf: Node) -> Int {
        leaf.depth &* PathLength.one &+ averagePathLengths[leaf.size]
    }
}

// Four descents at a time: of four rows in one tree, or of one row in four trees. The sums are whole numbers, so that a
// row has the same score to the bit either way.
extension IsolationForest.Model {
    /// Adds h(x) in every tree to the sum of each row that `keys` holds.
    private func addPathLengths(
        of keys: UnsafeMutableBufferPointer<UInt32>, rows: Int, to sums: UnsafeMutableBufferPointer<Int>
    ) {
        guard let first = UnsafePointer(keys.baseAddress) else { return }
        let height = trees.height
        let fours = rows & ~3
        trees.withTrees { tree in
            for number in trees.roots.indices {
                let tree = tree(number)
                for index in stride(from: 0, to: fours, by: 4) {
                    let row = first + index * columns
                    let leaves = Descent.leaves(
                        Descent(tree: tree, row: row), Descent(tree: tree, row: row + columns),
                        Descent(tree: tree, row: row + 2 * columns), Descent(tree: tree, row: row + 3 * columns),
                        height: height)
                    sums[index] &+= pathLength(leaves.a)
                    sums[index + 1] &+= pathLength(leaves.b)
                    sums[index + 2] &+= pathLength(leaves.c)
                    sums[index + 3] &+= pathLength(leaves.d)
                }
                for index in fours..<rows {
                    sums[index] &+= pathLength(Descent(tree: tree, row: first + index * columns).leaf(height: height))
                }
            }
        }
    }

    /// The sum of h(x) over all trees for the row that `keys` holds.
    private func pathLengthSum(of keys: UnsafeMutableBufferPointer<UInt32>) -> Int {
        guard let row = UnsafePointer(keys.baseAddress) else { return 0 }
        let height = trees.height
        let fours = trees.roots.count & ~3
        var sum = 0
        trees.withTrees { tree in
            for index in stride(from: 0, to: fours, by: 4) {
                let leaves = Descent.leaves(
                    Descent(tree: tree(index), row: row), Descent(tree: tree(index + 1), row: row),
                    Descent(tree: tree(index + 2), row: row), Descent(tree: tree(index + 3), row: row),
                    height: height)
                sum &+= pathLength(leaves.a)
                sum &+= pathLength(leaves.b)
                sum &+= pathLength(leaves.c)
                sum &+= pathLength(leaves.d)
            }
            for index in fours..<trees.roots.count {
                sum &+= pathLength(Descent(tree: tree(index), row: row).leaf(height: height))
            }
        }
        return sum
    }
}

extension UnsafeMutableBufferPointer<UInt32> {
    /// Writes the ordered bits of `count` values, from `offset` on, to the front of the buffer.
    fileprivate func fill(from values: [Float], at offset: Int, count: Int) {
        for index in 0..<count { initializeElement(at: index, to: values[offset + index].orderedBits) }
    }
}
