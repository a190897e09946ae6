import Foundation
import Testing

@testable import IsolationForest

/// A tree written by hand, as if grown from 256 rows of two features:
/// ```
/// f0 <= 2 ─┬─ f1 <= -1.5 ─┬─ 5 rows
///          │              └─ f0 <= 0.5 ─┬─ 2 rows
///          │                            └─ 248 rows
///          └─ 1 row
/// ```
@Suite struct HandWrittenTreeTests {
    private static func write(_ tree: Int, of trees: inout GrownTrees<AxisSplits>) {
        trees.setSplit(AxisSplit(feature: 0, threshold: 2), slot: 1, of: tree)
        trees.setSplit(AxisSplit(feature: 1, threshold: -1.5), slot: 2, of: tree)
        trees.setSplit(AxisSplit(feature: 0, threshold: 0.5), slot: 5, of: tree)
        trees.setLeaf(Leaf(depth: 1, size: 1), slot: 3, of: tree)
        trees.setLeaf(Leaf(depth: 2, size: 5), slot: 4, of: tree)
        trees.setLeaf(Leaf(depth: 3, size: 2), slot: 10, of: tree)
        trees.setLeaf(Leaf(depth: 3, size: 248), slot: 11, of: tree)
    }

    /// Ten points, each with the splits and the size of the leaf that it must reach.
    private static let points: [(row: [Float], depth: Double, size: Double)] = [
        ([3, 0], 1, 1), ([2.000_000_2, 7], 1, 1), ([.greatestFiniteMagnitude, -9], 1, 1),
        ([2, -1.5], 2, 5), ([-4, -2], 2, 5), ([0, -.greatestFiniteMagnitude], 2, 5),
        ([0.5, 0], 3, 2), ([-0.0, -1.499_999_9], 3, 2),
        ([0.6, 1], 3, 248), ([2, 0.0], 3, 248),
    ]

    /// -2^(-h / c(256)), written out from the paper rather than taken from the code under test.
    private static func score(pathLength: Double) -> Double {
        -pow(2, -pathLength / average(256))
    }

    private static func average(_ size: Double) -> Double {
        if size < 3 { return size - 1 }
        return 2 * (log(size - 1) + 0.577_215_664_901_532_9) - 2 * (size - 1) / size
    }

    @Test("Ten points score what the formula gives, to 1e-12")
    func oneTree() throws {
        let forest = IsolationForest(trees: 1, columns: 2, sampleSize: 256) { Self.write($0, of: &$1) }
        for point in Self.points {
            let expected = Self.score(pathLength: point.depth + Self.average(point.size))
            let score = try forest.score(of: point.row)
            #expect(abs(score - expected) < 1e-12, "\(point.row)")
            let decision = try forest.decision(of: point.row)
            #expect(abs(decision - (expected + 0.5)) < 1e-12, "\(point.row)")
        }
    }

    @Test("Several trees score the mean of their path lengths, one row at a time and as a matrix", arguments: 1...9)
    func severalTrees(count: Int) throws {
        // Every other tree is one leaf that all rows share, the others stand as drawn above.
        let forest = IsolationForest(trees: count, columns: 2, sampleSize: 256) { tree, trees in
            if tree.isMultiple(of: 2) {
                Self.write(tree, of: &trees)
            } else {
                trees.setLeaf(Leaf(depth: 0, size: 256), slot: 1, of: tree)
            }
        }
        let scores = try forest.scoreSamples(FeatureMatrix(rows: Self.points.map(\.row)))
        let leaves = Double(count / 2)
        for (point, score) in zip(Self.points, scores) {
            let paths = (Double(count) - leaves) * (point.depth + Self.average(point.size)) + leaves * Self.average(256)
            #expect(abs(score - Self.score(pathLength: paths / Double(count))) < 1e-12, "\(point.row)")
            let alone = try forest.score(of: point.row)
            #expect(alone == score, "\(point.row)")
        }
    }

    /// E(root) is (1 * 1 + 5 * (2 + c(5)) + 2 * (3 + c(2)) + 248 * (3 + c(248))) / 256, and so on downwards.
    @Test("What each feature took off the path is what the means of path lengths along it say")
    func explanation() throws {
        let forest = IsolationForest(trees: 1, columns: 2, sampleSize: 256) { Self.write($0, of: &$1) }
        let inner = (2 * (3 + Self.average(2)) + 248 * (3 + Self.average(248))) / 250
        let left = (250 * inner + 5 * (2 + Self.average(5))) / 255
        let root = (255 * left + 1) / 256
        let right = try forest.explain([3, 0])
        #expect(abs(right.contributions[0] - (root - 1)) < 1e-9 && right.contributions[1] == 0)
        let five = try forest.explain([2, -1.5])
        #expect(abs(five.contributions[0] - (root - left)) < 1e-9)
        #expect(abs(five.contributions[1] - (left - 2 - Self.average(5))) < 1e-9)
        #expect(abs(five.usualPathLength - root) < 1e-9)
        let two = try forest.explain([0.5, 0])
        #expect(abs(two.contributions[0] - (root - left) - (inner - 4)) < 1e-9)
        #expect(abs(two.pathLength - 4) < 1e-9)
    }

    @Test("Zero is zero, whatever its sign, in a row and in a threshold", arguments: [0.0, -0.0] as [Float])
    func signedZero(threshold: Float) throws {
        let forest = IsolationForest(trees: 1, columns: 1, sampleSize: 8) { tree, trees in
            trees.setSplit(AxisSplit(feature: 0, threshold: threshold), slot: 1, of: tree)
            trees.setLeaf(Leaf(depth: 1, size: 7), slot: 2, of: tree)
            trees.setLeaf(Leaf(depth: 1, size: 1), slot: 3, of: tree)
        }
        let left = try forest.score(of: [-1])
        #expect(try forest.score(of: [0]) == left && forest.score(of: [-0.0]) == left)
        #expect(try forest.score(of: [.leastNonzeroMagnitude]) < left)
    }
}
