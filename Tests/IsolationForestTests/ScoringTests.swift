import Testing

@testable import IsolationForest

@Suite struct ScoringTests {
    @Test("The outlier scores lowest")
    func outlier() throws {
        let normal = try TestRows.logNormal(rows: 1_000, columns: 3)
        let matrix = try FeatureMatrix(normal.values + [500, 500, 500], columns: 3)
        let forest = try fitted(to: matrix)
        let scores = try forest.scoreSamples(matrix)
        #expect(scores.min() == scores[1_000])
        #expect(scores.count { $0 == scores[1_000] } == 1)
        #expect(scores.allSatisfy { (-1..<0).contains($0) })
        let strange = try forest.isAnomaly([500, 500, 500])
        let usual = try forest.isAnomaly([20, 20, 20])
        #expect(strange && !usual)
    }

    @Test("Decisions are scores minus the offset, and predictions their signs")
    func decisions() throws {
        let matrix = try TestRows.logNormal(rows: 500, columns: 3)
        let forest = try fitted(to: matrix, .init(contamination: .fraction(0.2)))
        let offset = try #require(forest.offset)
        let scores = try forest.scoreSamples(matrix)
        let decisions = try forest.decisionFunction(matrix)
        #expect(decisions == scores.map { $0 - offset })
        #expect(try forest.predict(matrix) == decisions.map { $0 < 0 ? -1 : 1 })
    }

    /// Around the block of 256 rows and the tile of eight; 5 trees leave one over, too.
    @Test("A row scores the same to the bit alone and in a matrix", arguments: [1, 3, 4, 255, 256, 257, 519])
    func singleRows(count: Int) throws {
        let forest = try fitted(to: TestRows.logNormal(rows: 600, columns: 7), .init(trees: 5))
        let matrix = try TestRows.uniform(rows: count, columns: 7)
        let scores = try forest.scoreSamples(matrix)
        let single = try (0..<count).map { row in
            try matrix.values.withUnsafeBufferPointer { values in
                try forest.score(of: values.extracting(row * 7..<row * 7 + 7))
            }
        }
        #expect(single == scores)
    }

    @Test("Rows in Double score as the same rows in Float")
    func doubles() throws {
        let values = (0..<700).map { Double($0 * 37 % 101) / 3 }
        let doubles = try FeatureMatrix(converting: values, columns: 7)
        #expect(try doubles == FeatureMatrix(values.map(Float.init), columns: 7))
    }

    @Test("More columns than the stack holds are scored, too")
    func wideRows() throws {
        let matrix = try TestRows.logNormal(rows: 40, columns: 1_000)
        let forest = try fitted(to: matrix, .init(trees: 10))
        let scores = try forest.scoreSamples(matrix)
        let firstRow = Array(matrix.values[..<1_000])
        let score = try forest.score(of: firstRow)
        #expect(score == scores[0])
    }

    @Test("Samples above 256 rows have the height and c(n) of their size")
    func largeSamples() throws {
        let matrix = try TestRows.logNormal(rows: 5_000, columns: 3)
        let forest = try fitted(to: matrix, .init(trees: 20, sampleSize: .fraction(1)))
        let model = try #require(forest.model)
        #expect(model.leaves.height == 13)
        #expect(model.expectedPathLength == PathLength.fixed(PathLength.average(5_000)))
        #expect(try forest.scoreSamples(matrix).allSatisfy { (-1..<0).contains($0) })
    }

    private func fitted(
        to matrix: FeatureMatrix, _ configuration: IsolationForest.Configuration = .init()
    ) throws -> IsolationForest {
        var forest = IsolationForest(configuration)
        try forest.fit(matrix)
        return forest
    }
}
