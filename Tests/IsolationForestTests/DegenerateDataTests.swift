import IsolationForest
import Testing

@Suite struct DegenerateDataTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let rows: [[Float]]
        let contamination: IsolationForest.Contamination

        static let all = [
            Case(testDescription: "equal rows", rows: Array(repeating: [1, 2, 3], count: 300), contamination: .auto),
            Case(testDescription: "zeros", rows: Array(repeating: [0], count: 10), contamination: .auto),
            Case(
                testDescription: "equal rows with contamination", rows: Array(repeating: [1, 2, 3], count: 300),
                contamination: .fraction(0.1)),
            Case(testDescription: "one row", rows: [[4, 5]], contamination: .auto),
            Case(testDescription: "one row with contamination", rows: [[4, 5]], contamination: .fraction(0.5)),
        ]
    }

    @Test("Rows that cannot be told apart all score 0.5 and none is an anomaly", arguments: Case.all)
    func allEqual(_ given: Case) throws {
        let matrix = try FeatureMatrix(rows: given.rows)
        var forest = IsolationForest(.init(contamination: given.contamination))
        try forest.fit(matrix)
        #expect(try forest.scoreSamples(matrix).allSatisfy { $0 == -0.5 })
        #expect(try forest.predict(matrix).allSatisfy { $0 == 1 })
    }

    @Test("A forest says whether it tells rows apart", arguments: [nil, 1])
    func splits(level: Int?) throws {
        let alike = try FeatureMatrix(rows: Array(repeating: [1, 2, 3], count: 300))
        let different = try FeatureMatrix(rows: (0..<300).map { [1, 2, Float($0)] })
        var forest = IsolationForest(.init(trees: 3, extensionLevel: level))
        #expect(!forest.hasSplits && forest.sampleSize == nil)
        try forest.fit(alike)
        #expect(!forest.hasSplits && forest.sampleSize == 256)
        try forest.fit(different)
        #expect(forest.hasSplits)
        forest = IsolationForest(.init(sampleSize: .count(1), extensionLevel: level))
        try forest.fit(different)
        #expect(!forest.hasSplits && forest.sampleSize == 1)
    }

    @Test("A constant column changes nothing about which row is strange")
    func constantColumn() throws {
        let rows: [[Float]] = (0..<300).map { [7, Float($0 % 10), 7] } + [[7, 1_000, 7]]
        let matrix = try FeatureMatrix(rows: rows)
        var forest = IsolationForest()
        try forest.fit(matrix)
        let scores = try forest.scoreSamples(matrix)
        #expect(scores.allSatisfy { $0.isFinite })
        #expect(scores.min() == scores[300])
    }

    @Test("The largest and smallest values of a Float are rows like others")
    func extremes() throws {
        let largest = Float.greatestFiniteMagnitude
        let matrix = try FeatureMatrix(rows: [[largest], [-largest], [.leastNonzeroMagnitude], [0], [1]])
        var forest = IsolationForest()
        try forest.fit(matrix)
        #expect(try forest.scoreSamples(matrix).allSatisfy { $0.isFinite })
    }
}
