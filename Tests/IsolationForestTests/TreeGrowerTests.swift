import Testing

@testable import IsolationForest

@Suite struct TreeGrowerTests {
    @Test(
        "The height limit is ceil(log2(max(n, 2)))",
        arguments: [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (255, 8), (256, 8), (257, 9), (131_071, 17)])
    func heightLimit(sampleSize: Int, expected: Int) {
        #expect(TreeGrower.heightLimit(sampleSize: sampleSize) == expected)
    }

    @Test("A threshold is never the maximum and never below the minimum")
    func threshold() {
        let next = Float(1).nextUp
        #expect(TreeGrower.threshold(from: 1, to: next, at: 0.999) == 1)
        #expect(TreeGrower.threshold(from: 1, to: 2, at: 0) == 1)
        #expect(TreeGrower.threshold(from: -2, to: 2, at: 0.5) == 0)
        let widest = TreeGrower.threshold(from: -.greatestFiniteMagnitude, to: .greatestFiniteMagnitude, at: 0.999_999)
        #expect(widest.isFinite && widest < .greatestFiniteMagnitude)
    }

    @Test("The leaves of a tree hold the whole sample, and each row of it reaches the leaf that counted it")
    func leaves() throws {
        let matrix = try TestRows.logNormal(rows: 256, columns: 3)
        let tree = grow(matrix, sampleSize: 256)
        let leaves = tree.filter(\.isLeaf)
        #expect(leaves.map(\.size).reduce(0, +) == 256)
        #expect(leaves.allSatisfy { $0.size == 1 || $0.depth == 8 })
        let arrivals = Dictionary(grouping: 0..<256) { leafIndex(of: $0, of: matrix, in: tree) }
        for (index, node) in tree.enumerated() where node.isLeaf {
            #expect(arrivals[index]?.count == node.size)
        }
    }

    @Test("Only features that vary are drawn, each as often as the others")
    func features() throws {
        // Column 0 is constant, column 2 varies by less than scikit-learn takes for a difference.
        let values = (0..<400).flatMap { row -> [Float] in [5, Float(row % 20), Float(row % 2) * 5e-8, Float(row / 20)]
        }
        let matrix = try FeatureMatrix(values, columns: 4)
        let roots = (0..<2_000).map { grow(matrix, sampleSize: 64, stream: $0)[0].feature }
        #expect(Set(roots) == [1, 3])
        // 1000 are expected for each; five standard deviations are 112.
        #expect(abs(roots.count { $0 == 1 } - 1_000) < 112)
    }

    @Test("Thresholds are spread evenly between minimum and maximum")
    func thresholds() throws {
        let matrix = try FeatureMatrix([0, 1], columns: 1)
        let halves = (0..<2_000).count { grow(matrix, sampleSize: 2, stream: $0)[0].threshold < Float(0.5).orderedBits }
        #expect(abs(halves - 1_000) < 112)
    }

    /// The tree that is grown from the first rows of a matrix.
    private func grow(_ matrix: FeatureMatrix, sampleSize: Int, stream: Int = 0) -> [Node] {
        var grower = TreeGrower(matrix: matrix, sampleSize: sampleSize)
        var generator = SeededGenerator(seed: 1, stream: stream)
        var sampler = RowSampler(rows: matrix.rows)
        var nodes: [Node] = []
        let rows = sampler.distinctRows(sampleSize, using: &generator)
        grower.grow(from: rows, into: &nodes, using: &generator)
        return nodes
    }

    /// Where a row arrives when each node is asked whether it is a leaf.
    private func leafIndex(of row: Int, of matrix: FeatureMatrix, in tree: [Node]) -> Int {
        var index = 0
        while !tree[index].isLeaf {
            let value = matrix.values[row * matrix.columns + tree[index].feature].orderedBits
            index = tree[index].leftChild + (value > tree[index].threshold ? 1 : 0)
        }
        return index
    }
}
