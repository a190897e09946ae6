import Testing

@testable import IsolationForest

/// Reading a saved forest takes at most 16 times its bytes, which is said where the forest is made of them.
@Suite struct DecodingMemoryTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let configuration: IsolationForest.Configuration
        let rows: Int
        var columns = 1
        /// Whether the rows are alike, so that the file is padded up to what its trees take in memory.
        var isPadded = false

        static let all = [
            Case(testDescription: "one row", configuration: .init(trees: 1), rows: 1, isPadded: true),
            Case(testDescription: "two rows", configuration: .init(trees: 1), rows: 2),
            Case(testDescription: "two rows, planes", configuration: .init(trees: 1, extensionLevel: 0), rows: 2),
            Case(
                testDescription: "two rows, missing", configuration: .init(trees: 1, missingValues: .largerChild),
                rows: 2),
            Case(testDescription: "nine rows", configuration: .init(trees: 1), rows: 9),
            Case(testDescription: "17 alike", configuration: .init(trees: 1), rows: 17, isPadded: true),
            Case(testDescription: "129 alike", configuration: .init(trees: 1), rows: 129, isPadded: true),
            Case(testDescription: "256 alike", configuration: .init(trees: 1), rows: 256, isPadded: true),
            Case(testDescription: "256 rows", configuration: .init(trees: 1), rows: 256),
            Case(testDescription: "many columns", configuration: .init(trees: 2), rows: 10, columns: 300),
            Case(testDescription: "the usual forest", configuration: .init(), rows: 256, columns: 10),
            Case(testDescription: "100 trees alike", configuration: .init(), rows: 256, columns: 10, isPadded: true),
            Case(
                testDescription: "100 trees of planes alike", configuration: .init(extensionLevel: 7), rows: 256,
                columns: 10, isPadded: true),
            Case(
                testDescription: "large samples", configuration: .init(trees: 20, sampleSize: .fraction(1)),
                rows: 3_000, columns: 3),
            Case(
                testDescription: "large samples alike", configuration: .init(trees: 20, sampleSize: .fraction(1)),
                rows: 4_097, isPadded: true),
        ]
    }

    @Test("Where most is in memory, it is at most 16 times the file's bytes", arguments: Case.all)
    func peak(_ given: Case) throws {
        let matrix =
            given.isPadded
            ? try FeatureMatrix(Array(repeating: 1, count: given.rows * given.columns), columns: given.columns)
            : try TestRows.uniform(rows: given.rows, columns: given.columns)
        var forest = IsolationForest(given.configuration)
        try forest.fit(matrix)
        let bytes = try forest.encoded()
        let model = try #require(IsolationForest(decoding: bytes).model)
        // Splits, leaves and their numbers are all there while leaves are numbered.
        let blocks = model.memoryFootprint + model.leavesAsRead + model.leaves.numbering
        // What the C library adds to each of at most 16 blocks.
        #expect(blocks + 16 * 16 <= 16 * bytes.count, "\(blocks) bytes for a file of \(bytes.count)")
    }
}

extension Model {
    /// The bytes of `GrownTrees.leaves`.
    fileprivate var leavesAsRead: Int { arrayHeader + leaves.codes.count * MemoryLayout<Leaf>.stride }
}

extension LeafTable {
    /// The bytes that numbering the leaves takes: twice and once more the kinds, while their array grows.
    fileprivate var numbering: Int {
        let numbers = LeafNumbers(kinds, height: height)
        let large = numbers.large.isEmpty ? 0 : 64 + 16 * numbers.large.capacity
        return 3 * arrayHeader + numbers.small.capacity * 2 + large + 12 * kinds.count
    }
}
