import Foundation
import Testing

@testable import IsolationForest

/// The trees of a forest beside those of `ReferenceGrower`.
@Suite struct GrowthTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let configuration: IsolationForest.Configuration
        var hasMissing = false

        static let all = [
            Case(testDescription: "ordinary", configuration: .init(trees: 5, seed: 1)),
            Case(
                testDescription: "ordinary, missing", configuration: .init(trees: 5, missingValues: .largerChild),
                hasMissing: true),
            Case(testDescription: "two features a tree", configuration: .init(trees: 5, maxFeatures: .count(2))),
            Case(testDescription: "bootstrap", configuration: .init(trees: 5, bootstrap: true)),
            Case(testDescription: "planes of one feature", configuration: .init(trees: 5, extensionLevel: 0, seed: 7)),
            Case(testDescription: "planes", configuration: .init(trees: 5, extensionLevel: 2)),
            Case(
                testDescription: "planes, missing",
                configuration: .init(trees: 5, extensionLevel: 1, missingValues: .largerChild), hasMissing: true),
        ]

        /// Four columns: two of many values, one of few and one constant; where some are missing, a third of each.
        func rows(_ count: Int) throws -> [[Float]] {
            let noise = try TestRows.logNormal(rows: count, columns: 2).values
            return (0..<count).map { row in
                [noise[2 * row], Float(row * 7 % 5), noise[2 * row + 1], 3].enumerated().map { column, value in
                    hasMissing && (row + column).isMultiple(of: 3) ? .nan : value
                }
            }
        }

        func reference(_ rows: [[Float]], sampleSize: Int) -> ReferenceGrower {
            let features = configuration.maxFeatures == .count(2) ? 2 : 4
            return ReferenceGrower(
                rows: rows, configuration: configuration, sampleSize: sampleSize, features: features)
        }

        func fitted(_ rows: [[Float]], sampleSize: Int, threads: Int = 1) throws -> IsolationForest {
            var settings = configuration
            settings.sampleSize = .count(sampleSize)
            var forest = IsolationForest(settings)
            try forest.fit(FeatureMatrix(rows: rows), threads: threads)
            return forest
        }
    }

    /// Whole numbers of twos, of pairs of rows, and one row more or less.
    @Test("Every split and every leaf is that of the reference", arguments: Case.all, [2, 3, 5, 8, 33, 128, 255, 300])
    func trees(_ given: Case, sampleSize: Int) throws {
        let rows = try given.rows(sampleSize + 11)
        let reference = given.reference(rows, sampleSize: sampleSize)
        let image = try given.fitted(rows, sampleSize: sampleSize).image
        for (tree, found) in image.enumerated() { #expect(found == reference.tree(stream: tree).image) }
    }

    @Test("So it is on several threads, whose trees are put together", arguments: Case.all, [2, 3])
    func threads(_ given: Case, count: Int) throws {
        let rows = try given.rows(100)
        let reference = given.reference(rows, sampleSize: 77)
        let image = try given.fitted(rows, sampleSize: 77, threads: count).image
        #expect(image == (0..<5).map { reference.tree(stream: $0).image })
    }

    @Test("So is a tree that takes the place of the oldest", arguments: Case.all)
    func replacements(_ given: Case) throws {
        let (old, new) = (try given.rows(100), try given.rows(140).map { $0.map { $0 * 2 } })
        var forest = try given.fitted(old, sampleSize: 77)
        let before = given.reference(old, sampleSize: 77)
        let after = given.reference(new, sampleSize: 77)
        for _ in 0..<3 { try forest.replaceOldestTree(with: FeatureMatrix(rows: new)) }
        let streams = (5..<8).map { after.tree(stream: $0).image } + (3..<5).map { before.tree(stream: $0).image }
        #expect(forest.image == streams)
    }

    @Test("Some rows without a value go right, so that the direction is seen", arguments: [nil, 1])
    func directions(level: Int?) throws {
        let given = Case(
            testDescription: "", configuration: .init(trees: 5, extensionLevel: level, missingValues: .largerChild),
            hasMissing: true)
        let reference = given.reference(try given.rows(100), sampleSize: 77)
        let directions = (0..<5).flatMap { reference.tree(stream: $0).splits.values.map(\.missingGoesLeft) }
        #expect(directions.count { $0 } > 40 && directions.count { !$0 } > 40)
    }

    @Test("The weights of planes are those of N(0, 1)")
    func weights() throws {
        var forest = IsolationForest(.init(trees: 40, extensionLevel: 1))
        try forest.fit(TestRows.uniform(rows: 256, columns: 3))
        guard case .plane(let splits)? = forest.model?.splits else {
            Issue.record("no planes")
            return
        }
        let weights = (0..<40).flatMap { tree in
            (1..<256).flatMap { splits.split(slot: $0, of: tree)?.terms.map { Double($0.weight) } ?? [] }
        }
        // Five standard deviations of each figure.
        let count = Double(weights.count)
        let bar = 5 / sqrt(count)
        #expect(count > 4_000)
        #expect(abs(weights.reduce(0, +) / count) < bar)
        #expect(abs(Double(weights.count { $0 > 0 }) / count - 0.5) < bar * 0.5)
        #expect(abs(weights.reduce(0) { $0 + $1 * $1 } / count - 1) < bar * sqrt(2))
        #expect(abs(Double(weights.count { abs($0) > 2 }) / count - 0.0455) < bar * 0.21)
    }
}
