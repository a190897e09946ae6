import IsolationForest
import Testing

@Suite struct ErrorTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let error: IsolationForestError
        let sentence: String
        let provoke: @Sendable () throws -> Void

        init(
            _ name: String, _ error: IsolationForestError, _ sentence: String,
            _ provoke: @escaping @Sendable () throws -> Void
        ) {
            testDescription = name
            self.error = error
            self.sentence = sentence
            self.provoke = provoke
        }
    }

    @Test(
        "What is wrong is refused with one sentence",
        arguments: matrices + values + configurations + features + names + sizes + order)
    func refusal(_ given: Case) throws {
        #expect(throws: given.error) { try given.provoke() }
        #expect(given.error.description == given.sentence)
    }

    private static let matrices = [
        Case("no values", .emptyMatrix, "The matrix is empty; give it at least one row with one column.") {
            _ = try FeatureMatrix([], columns: 3)
        },
        Case("no rows", .emptyMatrix, "The matrix is empty; give it at least one row with one column.") {
            _ = try FeatureMatrix(rows: [])
        },
        Case("rows without columns", .emptyMatrix, "The matrix is empty; give it at least one row with one column.") {
            _ = try FeatureMatrix(rows: [[], []])
        },
        Case("no columns", .columnsOutOfRange(0), "A matrix has 1 to 65536 columns, not 0.") {
            _ = try FeatureMatrix([1], columns: 0)
        },
        Case("too many columns", .columnsOutOfRange(65_537), "A matrix has 1 to 65536 columns, not 65537.") {
            _ = try FeatureMatrix(Array(repeating: 1, count: 65_537), columns: 65_537)
        },
        Case(
            "an incomplete row", .unevenValues(count: 11, columns: 3), "11 values do not fill whole rows of 3 columns."
        ) {
            _ = try FeatureMatrix(Array(repeating: 1, count: 11), columns: 3)
        },
        Case(
            "a short row", .rowLength(row: 3, expected: 2, found: 1), "Row 3 has 1 values where the first row has 2."
        ) {
            _ = try FeatureMatrix(rows: [[1, 2], [3, 4], [5], [6]])
        },
    ]

    private static let values = [
        Case(
            "NaN in training rows", .notANumber(row: 3, column: 1),
            "Row 3, column 1 is not a number; remove the row or fill in a value."
        ) {
            _ = try fitted(FeatureMatrix(rows: [[1, 2], [3, 4], [.nan, .infinity]]))
        },
        Case(
            "infinity in training rows", .infinite(row: 2, column: 2),
            "Row 2, column 2 is infinite or too large for a Float; remove the row or limit the value."
        ) {
            _ = try fitted(FeatureMatrix(rows: [[1, 2], [3, -.infinity]]))
        },
        Case(
            "a Double beyond Float", .infinite(row: 1, column: 2),
            "Row 1, column 2 is infinite or too large for a Float; remove the row or limit the value."
        ) {
            _ = try fitted(FeatureMatrix(convertingRows: [[1, 1e300]]))
        },
        Case(
            "NaN in rows to score", .notANumber(row: 2, column: 2),
            "Row 2, column 2 is not a number; remove the row or fill in a value."
        ) {
            _ = try fitted().decisionFunction(FeatureMatrix(rows: [[1, 2], [3, .nan]]))
        },
        Case(
            "infinity in one row to score", .infinite(row: 1, column: 2),
            "Row 1, column 2 is infinite or too large for a Float; remove the row or limit the value."
        ) {
            _ = try fitted().decision(of: [1, .infinity])
        },
    ]

    private static let configurations = [
        Case("no trees", .treesOutOfRange(0), "A forest has 1 to 100000 trees, not 0.") {
            _ = try fitted(.init(trees: 0))
        },
        Case("too many trees", .treesOutOfRange(100_001), "A forest has 1 to 100000 trees, not 100001.") {
            _ = try fitted(.init(trees: 100_001))
        },
        Case(
            "a sample above the rows", .sampleSizeOutOfRange(4, rows: 3),
            "The sample size 4 is not between 1 and 3, the most for 3 rows."
        ) {
            _ = try fitted(.init(sampleSize: .count(4)))
        },
        Case(
            "a sample of no rows", .sampleSizeOutOfRange(0, rows: 3),
            "The sample size 0 is not between 1 and 3, the most for 3 rows."
        ) {
            _ = try fitted(.init(sampleSize: .count(0)))
        },
        Case(
            "a share below one row", .sampleSizeOutOfRange(0, rows: 3),
            "The sample size 0 is not between 1 and 3, the most for 3 rows."
        ) {
            _ = try fitted(.init(sampleSize: .fraction(0.3)))
        },
        Case(
            "more rows than a tree holds", .sampleSizeOutOfRange(2_097_152, rows: 2_097_152),
            "The sample size 2097152 is not between 1 and 2097151, the most for 2097152 rows."
        ) {
            let matrix = try FeatureMatrix(Array(repeating: 1, count: 2_097_152), columns: 1)
            _ = try fitted(matrix, .init(sampleSize: .fraction(1)))
        },
        Case(
            "a share above 1", .sampleFractionOutOfRange(1.5),
            "The sample size 1.5 is not a share of the rows; it must be above 0 and at most 1."
        ) {
            _ = try fitted(.init(sampleSize: .fraction(1.5)))
        },
        Case(
            "contamination 0.7", .contaminationOutOfRange(0.7),
            "The contamination 0.7 is not above 0 and at most 0.5, the share of anomalies to expect."
        ) {
            _ = try fitted(.init(contamination: .fraction(0.7)))
        },
        Case(
            "contamination 0", .contaminationOutOfRange(0),
            "The contamination 0.0 is not above 0 and at most 0.5, the share of anomalies to expect."
        ) {
            _ = try fitted(.init(contamination: .fraction(0)))
        },
    ]

    private static let features = [
        Case(
            "no features", .maxFeaturesOutOfRange(0, columns: 2),
            "A tree may split on 1 to 2 features, all columns of the matrix, not on 0."
        ) {
            _ = try fitted(.init(maxFeatures: .count(0)))
        },
        Case(
            "more features than columns", .maxFeaturesOutOfRange(3, columns: 2),
            "A tree may split on 1 to 2 features, all columns of the matrix, not on 3."
        ) {
            _ = try fitted(.init(maxFeatures: .count(3)))
        },
        Case(
            "more than all features", .maxFeaturesFractionOutOfRange(1.1),
            "The maximum of features 1.1 is not a share of the columns; it must be above 0 and at most 1."
        ) {
            _ = try fitted(.init(maxFeatures: .fraction(1.1)))
        },
        Case(
            "a plane in more directions than there are", .extensionLevelOutOfRange(2, features: 2),
            "The extension level 2 is not between 0 and 1, the most for 2 features."
        ) {
            _ = try fitted(.init(extensionLevel: 2))
        },
        Case(
            "an extension level below 0", .extensionLevelOutOfRange(-1, features: 1),
            "The extension level -1 is not between 0 and 0, the most for 1 features."
        ) {
            _ = try fitted(.init(maxFeatures: .count(1), extensionLevel: -1))
        },
    ]

    private static let names = [
        Case(
            "a name too few", .featureNameCount(1, columns: 2), "There are 1 names for 2 columns; give each column one."
        ) {
            _ = try named(["a"])
        },
        Case(
            "a name twice", .duplicateFeatureName("a"), "Two features are called 'a'; give each a name of its own."
        ) {
            _ = try named(["a", "a"])
        },
        Case(
            "a name of nothing", .unusableFeatureName(""), "A feature cannot be called ''; a name has 1 to 1024 bytes."
        ) {
            _ = try named(["a", ""])
        },
        Case(
            "a name without end", .unusableFeatureName(String(repeating: "é", count: 513)),
            "A feature cannot be called '\(String(repeating: "é", count: 40))…'; a name has 1 to 1024 bytes."
        ) {
            _ = try named(["a", String(repeating: "é", count: 513)])
        },
    ]

    private static let sizes = [
        Case(
            "a forest larger than memory", .forestTooLarge(bytes: 22_937_600_000),
            "The forest would take 21875 MiB, the most is 8192; ask for fewer trees, smaller samples or a lower "
                + "extension level."
        ) {
            let matrix = try FeatureMatrix(Array(repeating: 1, count: 20_000), columns: 1)
            _ = try fitted(matrix, .init(trees: 100_000, sampleSize: .fraction(1)))
        },
        Case(
            "a row for a reservoir that no tree can be grown from", .notANumber(row: 1, column: 2),
            "Row 1, column 2 is not a number; remove the row or fill in a value."
        ) {
            var reservoir = Reservoir(capacity: 10, columns: 2)
            try reservoir.append([1, .nan])
        },
    ]

    private static let order = [
        Case("scores before fit", .notFitted, "The forest is not fitted yet; call fit before asking for scores.") {
            _ = try IsolationForest().scoreSamples(FeatureMatrix([1], columns: 1))
        },
        Case("one row before fit", .notFitted, "The forest is not fitted yet; call fit before asking for scores.") {
            _ = try IsolationForest().isAnomaly([1])
        },
        Case(
            "a matrix of another width", .columnMismatch(expected: 2, found: 3),
            "The forest was fitted on 2 columns, but the rows to score have 3."
        ) {
            _ = try fitted().predict(FeatureMatrix([1, 2, 3], columns: 3))
        },
        Case(
            "a row of another length", .columnMismatch(expected: 2, found: 1),
            "The forest was fitted on 2 columns, but the rows to score have 1."
        ) {
            _ = try fitted().score(of: [1])
        },
    ]

    private static func named(_ names: [String]) throws -> IsolationForest {
        var forest = IsolationForest()
        try forest.fit(FeatureMatrix(rows: [[1, 2], [3, 4]]), featureNames: names)
        return forest
    }

    private static func fitted(_ configuration: IsolationForest.Configuration = .init()) throws -> IsolationForest {
        try fitted(FeatureMatrix(rows: [[1, 2], [3, 4], [5, 6]]), configuration)
    }

    private static func fitted(
        _ matrix: FeatureMatrix, _ configuration: IsolationForest.Configuration = .init()
    ) throws -> IsolationForest {
        var forest = IsolationForest(configuration)
        try forest.fit(matrix)
        return forest
    }
}
