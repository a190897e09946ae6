import Testing

@testable import IsolationForest

@Suite struct PathLengthTests {
    /// What scikit-learn 1.9.1's `_average_path_length` gives.
    @Test(
        "c(n) is what scikit-learn computes",
        arguments: [
            (0, 0), (1, 0), (2, 1), (3, 1.207_392_357_589_623), (4, 1.851_655_907_139_285_5),
            (10, 3.748_880_484_475_505), (256, 10.244_770_920_119_917), (1_000, 12.969_940_887_100_174),
        ] as [(Int, Double)])
    func average(count: Int, expected: Double) {
        #expect(abs(PathLength.average(count) - expected) < 1e-12)
    }

    @Test("A leaf's path length is its depth and c(n), in units of 2^-40", arguments: [1, 2, 256, 300])
    func leaf(size: Int) {
        let length = Double(Leaf(depth: 7, size: size).pathLength) * 0x1p-40
        #expect(abs(length - 7 - PathLength.average(size)) < 1e-12)
    }

    @Test(
        "A point of mean path length scores exactly 0.5, whatever the number of trees", arguments: [1, 7, 100, 100_000])
    func meanPath(trees: Int) {
        let expected = PathLength.fixed(PathLength.average(131_071))
        #expect(PathLength.anomalyScore(sum: trees * expected, trees: trees, expected: expected) == 0.5)
    }

    @Test("A shorter path scores more, no path 1")
    func shortPaths() {
        let expected = PathLength.fixed(10)
        #expect(PathLength.anomalyScore(sum: expected, trees: 2, expected: expected) == 0.5.squareRoot())
        #expect(PathLength.anomalyScore(sum: 0, trees: 2, expected: expected) == 1)
    }

    @Test("Samples of one row say nothing about a point")
    func sampleOfOne() {
        let expected = PathLength.fixed(PathLength.average(1))
        #expect(PathLength.anomalyScore(sum: 0, trees: 2, expected: expected) == 0.5)
    }
}
