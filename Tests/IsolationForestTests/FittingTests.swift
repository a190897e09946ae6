import Testing

@testable import IsolationForest

@Suite struct FittingTests {
    @Test("The same seed gives the same forest, another seed another")
    func determinism() throws {
        let matrix = try TestRows.logNormal(rows: 1_000, columns: 7)
        let first = try fitted(to: matrix, seed: 7)
        let again = try fitted(to: matrix, seed: 7)
        let other = try fitted(to: matrix, seed: 8)
        #expect(first.words == again.words)
        #expect(first.words != other.words)
        #expect(try first.scoreSamples(matrix) == again.scoreSamples(matrix))
    }

    @Test("A tree depends on its number and not on how many trees there are")
    func streams() throws {
        let matrix = try TestRows.logNormal(rows: 1_000, columns: 7)
        let few = try fitted(to: matrix, trees: 3).words
        let many = try fitted(to: matrix, trees: 10).words
        #expect(Array(many.prefix(few.count)) == few)
    }

    /// Computed with an independent SplitMix64 in Python.
    @Test("A seed means the same numbers for ever")
    func goldenNumbers() {
        var generator = SeededGenerator(seed: 42, stream: 1)
        let numbers = (0..<3).map { _ in generator.next() }
        #expect(numbers == [3_722_946_841_873_465_102, 16_082_488_802_077_818_305, 10_428_604_420_317_543_038])
    }

    @Test("A second fit replaces the first, and a failed one changes nothing")
    func refit() throws {
        let wide = try TestRows.logNormal(rows: 300, columns: 7)
        let narrow = try TestRows.logNormal(rows: 300, columns: 2)
        var forest = IsolationForest()
        try forest.fit(wide)
        try forest.fit(narrow)
        #expect(forest.columns == 2)
        let broken = try FeatureMatrix([1, .nan], columns: 2)
        #expect(throws: IsolationForestError.notANumber(row: 1, column: 2)) { try forest.fit(broken) }
        #expect(forest.columns == 2)
        #expect(try forest.scoreSamples(narrow).count == 300)
    }

    @Test("Samples are 256 rows, all rows, a number or a share of them")
    func sampleSizes() throws {
        let matrix = try TestRows.logNormal(rows: 1_000, columns: 2)
        let small = try TestRows.logNormal(rows: 100, columns: 2)
        #expect(try leafSizeSum(IsolationForest.Configuration(trees: 1), matrix) == 256)
        #expect(try leafSizeSum(.init(trees: 1), small) == 100)
        #expect(try leafSizeSum(.init(trees: 1, sampleSize: .count(512)), matrix) == 512)
        #expect(try leafSizeSum(.init(trees: 1, sampleSize: .fraction(0.75)), matrix) == 750)
        #expect(try leafSizeSum(.init(trees: 1, sampleSize: .fraction(1)), matrix) == 1_000)
    }

    @Test("A bootstrap of all rows leaves about 37 % of them out")
    func bootstrap() throws {
        let matrix = try TestRows.logNormal(rows: 1_000, columns: 2)
        let size = try leafSizeSum(.init(trees: 1, sampleSize: .fraction(1), bootstrap: true), matrix)
        #expect((580...690).contains(size))
    }

    @Test("A forest of 100 trees on seven log-normal features takes at most 130 KB")
    func memory() throws {
        let forest = try fitted(to: TestRows.logNormal(rows: 5_000, columns: 7))
        #expect(forest.memoryFootprint <= 130_000)
    }

    @Test("Evenly spread values grow the bushiest trees, and 200 KB hold them")
    func memoryOfBushyTrees() throws {
        let forest = try fitted(to: TestRows.uniform(rows: 5_000, columns: 7))
        #expect(forest.memoryFootprint <= 200_000)
    }

    @Test("Nodes are counted to the byte, without room to spare")
    func footprint() throws {
        let forest = try fitted(to: TestRows.logNormal(rows: 1_000, columns: 7))
        let model = try #require(forest.model)
        #expect(model.trees.nodes.capacity - model.trees.nodes.count < 8)
        #expect(forest.memoryFootprint >= model.trees.nodes.count * 8)
        #expect(IsolationForest().memoryFootprint < 256)
    }

    private func fitted(to matrix: FeatureMatrix, trees: Int = 100, seed: UInt64 = 0) throws -> IsolationForest {
        var forest = IsolationForest(.init(trees: trees, seed: seed))
        try forest.fit(matrix)
        return forest
    }

    private func leafSizeSum(_ configuration: IsolationForest.Configuration, _ matrix: FeatureMatrix) throws -> Int {
        var forest = IsolationForest(configuration)
        try forest.fit(matrix)
        return try #require(forest.model).trees.nodes.filter(\.isLeaf).map(\.size).reduce(0, +)
    }
}

extension IsolationForest {
    /// All nodes as integers.
    fileprivate var words: [UInt64] {
        model?.trees.nodes.map { UInt64($0.threshold) << 32 | UInt64($0.link) } ?? []
    }
}
