import Testing

@testable import IsolationForest

@Suite struct FittingTests {
    @Test("The same seed gives the same forest, another seed another")
    func determinism() throws {
        let matrix = try TestRows.logNormal(rows: 1_000, columns: 7)
        let first = try fitted(to: matrix, seed: 7)
        let again = try fitted(to: matrix, seed: 7)
        let other = try fitted(to: matrix, seed: 8)
        #expect(first.image == again.image)
        #expect(first.image != other.image)
        #expect(try first.scoreSamples(matrix) == again.scoreSamples(matrix))
    }

    @Test("A tree depends on its number and not on how many trees there are")
    func streams() throws {
        let matrix = try TestRows.logNormal(rows: 1_000, columns: 7)
        let few = try fitted(to: matrix, trees: 3).image
        let many = try fitted(to: matrix, trees: 10).image
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

    @Test("A forest of 100 trees of 256 rows takes at most 200 KB, whatever the rows")
    func memory() throws {
        let rows = [
            try TestRows.logNormal(rows: 5_000, columns: 7), try TestRows.uniform(rows: 5_000, columns: 10),
            try TestRows.logNormal(rows: 1_000, columns: 300),
        ]
        for matrix in rows {
            for missing in [IsolationForest.MissingValues.error, .largerChild] {
                var forest = IsolationForest(.init(missingValues: missing))
                try forest.fit(matrix)
                #expect(forest.memoryFootprint <= 200_000)
                #expect(try forest.encoded().count <= 160_000)
            }
        }
        #expect(IsolationForest().memoryFootprint < 512)
    }

    @Test("Any number of threads grows the same forest and gives the same scores", arguments: [2, 3, 8, 500])
    func threads(count: Int) throws {
        let matrix = try TestRows.logNormal(rows: 2_000, columns: 5)
        for level in [nil, 2] {
            let configuration = IsolationForest.Configuration(
                trees: 41, contamination: .fraction(0.1), extensionLevel: level, seed: 9)
            var one = IsolationForest(configuration)
            try one.fit(matrix)
            var many = IsolationForest(configuration)
            try many.fit(matrix, threads: count)
            #expect(one.image == many.image)
            #expect(one.offset == many.offset)
            #expect(try one.scoreSamples(matrix) == many.scoreSamples(matrix, threads: count))
        }
    }

    @Test("A tree splits on as many features as it may, drawn anew for each tree")
    func maxFeatures() throws {
        let matrix = try TestRows.logNormal(rows: 500, columns: 8)
        for (setting, expected) in [
            (IsolationForest.MaxFeatures.count(3), 3), (.fraction(0.3), 2), (.fraction(0.01), 1),
        ] {
            var forest = IsolationForest(.init(trees: 60, maxFeatures: setting))
            try forest.fit(matrix)
            let splits = try #require(forest.axisSplits)
            let sets = (0..<60).map { tree in
                Set((1..<1 << splits.height).compactMap { splits.split(slot: $0, of: tree)?.feature })
            }
            #expect(sets.allSatisfy { $0.count == expected })
            #expect(Set(sets.flatMap(\.self)) == Set(0..<8))
        }
    }

    private func fitted(to matrix: FeatureMatrix, trees: Int = 100, seed: UInt64 = 0) throws -> IsolationForest {
        var forest = IsolationForest(.init(trees: trees, seed: seed))
        try forest.fit(matrix)
        return forest
    }

    private func leafSizeSum(_ configuration: IsolationForest.Configuration, _ matrix: FeatureMatrix) throws -> Int {
        var forest = IsolationForest(configuration)
        try forest.fit(matrix)
        return try #require(forest.model).leaves.sizeSum
    }
}

extension LeafTable {
    /// The rows of the sample in all leaves.
    fileprivate var sizeSum: Int {
        codes.indices.map { leaf(slot: $0 & (1 << height - 1), of: $0 >> height).size }.reduce(0, +)
    }
}
