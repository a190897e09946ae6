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
    private static let nodes = [
        Node(feature: 0, threshold: 2, leftChild: 1),
        Node(feature: 1, threshold: -1.5, leftChild: 3),
        Node(leafAt: 2, depth: 1, size: 1),
        Node(leafAt: 3, depth: 2, size: 5),
        Node(feature: 0, threshold: 0.5, leftChild: 5),
        Node(leafAt: 5, depth: 3, size: 2),
        Node(leafAt: 6, depth: 3, size: 248),
    ]

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
        let forest = IsolationForest(trees: [Self.nodes], columns: 2, sampleSize: 256)
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
        let leaf = [Node(leafAt: 0, depth: 0, size: 256)]
        let trees = (0..<count).map { $0.isMultiple(of: 2) ? Self.nodes : leaf }
        let forest = IsolationForest(trees: trees, columns: 2, sampleSize: 256)
        let scores = try forest.scoreSamples(FeatureMatrix(rows: Self.points.map(\.row)))
        let leaves = Double(count / 2)
        for (point, score) in zip(Self.points, scores) {
            let paths = (Double(count) - leaves) * (point.depth + Self.average(point.size)) + leaves * Self.average(256)
            #expect(abs(score - Self.score(pathLength: paths / Double(count))) < 1e-12, "\(point.row)")
            let alone = try forest.score(of: point.row)
            #expect(alone == score, "\(point.row)")
        }
    }
}

extension IsolationForest {
    /// A fitted forest of trees written by hand.
    fileprivate init(trees: [[Node]], columns: Int, sampleSize: Int) {
        self.init(Configuration(trees: trees.count))
        let roots = trees.indices.map { UInt32(trees.prefix($0).joined().count) }
        model = Model(
            trees: NodeTable(nodes: trees.flatMap(\.self), roots: roots), columns: columns, sampleSize: sampleSize)
    }
}
