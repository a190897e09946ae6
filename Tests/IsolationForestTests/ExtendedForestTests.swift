import Testing

@testable import IsolationForest

@Suite struct ExtendedForestTests {
    /// Two round clusters across a diagonal; ordinary splits leave ghosts of them on the other diagonal (Hariri,
    /// Carrasco Kind and Brunner, section 2).
    private func clusters() throws -> FeatureMatrix {
        let noise = try TestRows.logNormal(rows: 1_000, columns: 2)
        return try FeatureMatrix(
            noise.values.enumerated().map { index, value in
                let center: Float = (index / 2).isMultiple(of: 2) ? 0 : 10
                // The second column runs against the first.
                return (index.isMultiple(of: 2) ? center : 10 - center) + (value - 20) / 20
            }, columns: 2)
    }

    private func fitted(_ level: Int?) throws -> IsolationForest {
        var forest = IsolationForest(.init(trees: 300, extensionLevel: level, seed: 1))
        try forest.fit(clusters())
        return forest
    }

    @Test("Planes do not take the empty corners of two clusters for normal, as ordinary splits do")
    func ghosts() throws {
        let ghost: [Float] = [0, 0]
        let cluster: [Float] = [0, 10]
        func contrast(_ forest: IsolationForest) throws -> Double {
            try forest.score(of: cluster) - forest.score(of: ghost)
        }
        #expect(try contrast(fitted(1)) > contrast(fitted(nil)) + 0.02)
    }

    @Test("Level 0 splits like an ordinary forest, on one feature at a time")
    func levelZero() throws {
        let (plain, extended) = (try fitted(nil), try fitted(0))
        let matrix = try clusters()
        let differences = try zip(plain.scoreSamples(matrix), extended.scoreSamples(matrix)).map { $0 - $1 }
        #expect(abs(differences.reduce(0, +) / Double(differences.count)) < 0.01)
    }

    @Test(
        "A row scores the same to the bit alone and in a matrix, and as its explanation says", arguments: [1, 7, 257])
    func singleRows(count: Int) throws {
        var forest = IsolationForest(.init(trees: 13, extensionLevel: 3))
        try forest.fit(TestRows.logNormal(rows: 600, columns: 5))
        let matrix = try TestRows.uniform(rows: count, columns: 5)
        let scores = try forest.scoreSamples(matrix)
        for row in 0..<count {
            let values = Array(matrix.values[row * 5..<row * 5 + 5])
            #expect(try forest.score(of: values) == scores[row])
            let explanation = try forest.explain(values)
            let sum = explanation.contributions.reduce(0, +)
            #expect(abs(explanation.usualPathLength - sum - explanation.pathLength) < 1e-9)
        }
    }

    @Test("Constant columns are no part of a plane, and equal rows are one leaf")
    func constants() throws {
        let values = (0..<600).map { $0.isMultiple(of: 3) ? Float($0) : 5 }
        var forest = IsolationForest(.init(trees: 20, extensionLevel: 2))
        try forest.fit(FeatureMatrix(values, columns: 3))
        guard case .plane(let splits)? = forest.model?.splits else {
            Issue.record("no planes")
            return
        }
        let features = (0..<20).flatMap { tree in
            (1..<128).flatMap { splits.split(slot: $0, of: tree)?.terms.map(\.feature) ?? [] }
        }
        #expect(Set(features) == [0])
        try forest.fit(FeatureMatrix(Array(repeating: 1, count: 600), columns: 3))
        #expect(try forest.scoreSamples(FeatureMatrix([1, 1, 1, 9, 9, 9], columns: 3)) == [-0.5, -0.5])
    }

    @Test("The largest Floats are fitted and scored without a trap", arguments: [0, 1])
    func extremes(level: Int) throws {
        let largest = Float.greatestFiniteMagnitude
        let matrix = try FeatureMatrix((0..<100).map { $0.isMultiple(of: 3) ? largest : -largest }, columns: 2)
        var forest = IsolationForest(.init(trees: 10, extensionLevel: level))
        try forest.fit(matrix)
        #expect(try forest.scoreSamples(matrix).allSatisfy { (-1...0).contains($0) })
    }
}
