import Foundation
import Testing

@testable import IsolationForest

@Suite struct MissingValueTests {
    private func rows(missingEvery step: Int) throws -> FeatureMatrix {
        let whole = try TestRows.logNormal(rows: 600, columns: 4)
        return try FeatureMatrix(
            whole.values.enumerated().map { $0.offset.isMultiple(of: step) ? .nan : $0.element }, columns: 4)
    }

    private func fitted(_ matrix: FeatureMatrix, level: Int? = nil) throws -> IsolationForest {
        var forest = IsolationForest(.init(trees: 30, extensionLevel: level, missingValues: .largerChild, seed: 4))
        try forest.fit(matrix)
        return forest
    }

    @Test("NaN is an error by default, in rows to fit and in rows to score")
    func error() throws {
        let matrix = try rows(missingEvery: 7)
        var forest = IsolationForest()
        #expect(throws: IsolationForestError.notANumber(row: 1, column: 1)) { try forest.fit(matrix) }
        try forest.fit(TestRows.logNormal(rows: 300, columns: 4))
        #expect(throws: IsolationForestError.notANumber(row: 1, column: 1)) { try forest.scoreSamples(matrix) }
        #expect(throws: IsolationForestError.notANumber(row: 1, column: 3)) { try forest.score(of: [1, 2, .nan, 4]) }
    }

    @Test("Infinity is an error whatever is done with NaN")
    func infinity() throws {
        let forest = try fitted(rows(missingEvery: 7))
        #expect(throws: IsolationForestError.infinite(row: 1, column: 2)) {
            try forest.score(of: [.nan, .infinity, 0, 0])
        }
        var values = try rows(missingEvery: 7).values
        values[9] = -.infinity
        let matrix = try FeatureMatrix(values, columns: 4)
        #expect(throws: IsolationForestError.infinite(row: 3, column: 2)) { try forest.scoreSamples(matrix) }
    }

    /// Bits of NaN with a sign and a payload, too.
    @Test("A row that misses values goes with the larger child at every split of them", arguments: [nil, 0, 2])
    func largerChild(level: Int?) throws {
        let forest = try fitted(rows(missingEvery: 9), level: level)
        let odd = Float(bitPattern: 0xFFC0_1234)
        let matrix = try FeatureMatrix(rows: [
            [.nan, 20, 20, 20], [odd, 20, 20, 20], [odd, .nan, .nan, odd], [20, 20, 20, 20],
        ])
        let scores = try forest.scoreSamples(matrix)
        #expect(scores[0] == scores[1])
        for row in 0..<4 {
            let values = Array(matrix.values[row * 4..<row * 4 + 4])
            #expect(try forest.score(of: values) == scores[row])
            // The explanation follows the splits one by one, in other code than scoring.
            let explanation = try forest.explain(values)
            #expect(abs(scores[row] + exp2(-explanation.pathLength / PathLength.average(256))) < 1e-9)
        }
        // Where everything is missing, every split sends the row the way of most: no path is more usual.
        #expect(scores[2] > -0.5)
    }

    @Test("Without missing values the option changes nothing")
    func noneMissing() throws {
        let matrix = try TestRows.logNormal(rows: 600, columns: 4)
        var strict = IsolationForest(.init(trees: 30, seed: 4))
        try strict.fit(matrix)
        #expect(try fitted(matrix).scoreSamples(matrix) == strict.scoreSamples(matrix))
    }

    @Test("A column without any value is as good as constant")
    func emptyColumn() throws {
        let matrix = try FeatureMatrix((0..<400).map { $0.isMultiple(of: 2) ? .nan : Float($0) }, columns: 2)
        let splits = try #require(try fitted(matrix).axisSplits)
        let features = (0..<30).flatMap { tree in (1..<256).compactMap { splits.split(slot: $0, of: tree)?.feature } }
        #expect(Set(features) == [1])
    }

    /// Two columns of three values leave many nodes in which fewer features vary than a plane may lean on.
    @Test("A plane of fewer features than it may have ignores the others' missing values", arguments: [1, 2, 3])
    func shortPlanes(level: Int) throws {
        let noise = try TestRows.logNormal(rows: 600, columns: 2)
        let values = (0..<600).flatMap { row -> [Float] in
            [
                (row * 7).isMultiple(of: 3) ? .nan : noise.values[2 * row], Float(row % 3), Float(row / 5 % 3),
                noise.values[2 * row + 1],
            ]
        }
        let matrix = try FeatureMatrix(values, columns: 4)
        let forest = try fitted(matrix, level: level)
        let explanations = try forest.explain(matrix)
        for (score, explanation) in zip(try forest.scoreSamples(matrix), explanations) {
            #expect(abs(score + exp2(-explanation.pathLength / PathLength.average(256))) < 1e-9)
        }
    }

    @Test("A sum that overflows goes the same way, whatever the other rows are")
    func overflow() throws {
        let huge = Float.greatestFiniteMagnitude
        let values = (0..<300).flatMap { row -> [Float] in
            let signs: (Float, Float) = (row % 2 == 0 ? 1 : -1, row % 3 == 0 ? -1 : 1)
            return [signs.0 * huge, Float(row % 7), signs.1 * huge]
        }
        let forest = try fitted(FeatureMatrix(values, columns: 3), level: 2)
        let scores = try forest.scoreSamples(FeatureMatrix(values + [Float.nan, 1, Float.nan], columns: 3))
        for row in 0..<300 {
            let alone = try forest.score(of: Array(values[row * 3..<row * 3 + 3]))
            #expect(alone == scores[row])
        }
    }
}
