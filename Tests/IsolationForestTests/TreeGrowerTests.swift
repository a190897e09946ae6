import Testing

@testable import IsolationForest

@Suite struct TreeGrowerTests {
    @Test(
        "The height limit is ceil(log2(max(n, 2)))",
        arguments: [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (255, 8), (256, 8), (257, 9), (131_071, 17)])
    func heightLimit(sampleSize: Int, expected: Int) {
        #expect(HeightLimit.of(sampleSize: sampleSize) == expected)
    }

    @Test("A threshold is never the maximum and never below the minimum")
    func threshold() {
        let next = Float(1).nextUp
        #expect(AxisSplitter.threshold(from: 1, to: next, at: 0.999) == 1)
        #expect(AxisSplitter.threshold(from: 1, to: 2, at: 0) == 1)
        #expect(AxisSplitter.threshold(from: -2, to: 2, at: 0.5) == 0)
        let widest = AxisSplitter.threshold(
            from: -.greatestFiniteMagnitude, to: .greatestFiniteMagnitude, at: 0.999_999)
        #expect(widest.isFinite && widest < .greatestFiniteMagnitude)
    }

    @Test("The leaves of a tree hold the whole sample, and each row of it reaches the leaf that counted it")
    func leaves() throws {
        let matrix = try TestRows.logNormal(rows: 256, columns: 3)
        let tree = grow(matrix, sampleSize: 256)
        let leaves = tree.leaves.filter { $0.size > 0 }
        #expect(leaves.map(\.size).reduce(0, +) == 256)
        #expect(leaves.allSatisfy { $0.size == 1 || $0.depth == 8 })
        let arrivals = Dictionary(grouping: 0..<256) { leafSlot(of: $0, of: matrix, in: tree) }
        for (slot, leaf) in tree.leaves.enumerated() { #expect((arrivals[slot]?.count ?? 0) == leaf.size) }
    }

    @Test("Only features that vary are drawn, each as often as the others")
    func features() throws {
        // Column 0 is constant, column 2 varies by less than scikit-learn takes for a difference.
        let values = (0..<400).flatMap { row -> [Float] in [5, Float(row % 20), Float(row % 2) * 5e-8, Float(row / 20)]
        }
        let matrix = try FeatureMatrix(values, columns: 4)
        let roots = (0..<2_000).map { grow(matrix, sampleSize: 64, stream: $0).splits.split(slot: 1, of: 0)?.feature }
        #expect(Set(roots) == [1, 3])
        // 1000 are expected for each; five standard deviations are 112.
        #expect(abs(roots.count { $0 == 1 } - 1_000) < 112)
    }

    @Test("Thresholds are spread evenly between minimum and maximum")
    func thresholds() throws {
        let matrix = try FeatureMatrix([0, 1], columns: 1)
        let splits = (0..<2_000).compactMap { grow(matrix, sampleSize: 2, stream: $0).splits.split(slot: 1, of: 0) }
        let halves = splits.count { $0.threshold < 0.5 }
        #expect(abs(halves - 1_000) < 112)
    }

    /// The tree that is grown from the first rows of a matrix.
    private func grow(_ matrix: FeatureMatrix, sampleSize: Int, stream: Int = 0) -> GrownTrees<AxisSplits> {
        let deck = FeatureDeck(columns: matrix.columns, size: matrix.columns)
        let table = AxisSplits(
            trees: 0, height: HeightLimit.of(sampleSize: sampleSize), columns: matrix.columns, allowsMissing: false)
        var trees = GrownTrees(trees: 1, like: table)
        var generator = SeededGenerator(seed: 1, stream: stream)
        matrix.values.withUnsafeBufferPointer { values in
            let sample = SampleRows(of: values, columns: matrix.columns, capacity: sampleSize, hasMissing: false)
            var grower = TreeGrower(
                AxisSplitter(sample, deck: deck), rows: matrix.rows, sampleSize: sampleSize, bootstrap: false)
            grower.grow(0, of: &trees, using: &generator)
        }
        return trees
    }

    /// Where a row arrives, by the splits themselves.
    private func leafSlot(of row: Int, of matrix: FeatureMatrix, in tree: GrownTrees<AxisSplits>) -> Int {
        var slot = 1
        for _ in 0..<tree.splits.height {
            let split = tree.splits.split(slot: slot, of: 0)
            let isAbove = split.map { matrix.values[row * matrix.columns + $0.feature] > $0.threshold } ?? false
            slot = 2 * slot + (isAbove ? 1 : 0)
        }
        return slot - 1 << tree.splits.height
    }
}
