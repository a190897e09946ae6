import Testing

@testable import IsolationForest

@Suite struct StreamingTests {
    private func shifted(_ matrix: FeatureMatrix, by shift: Float) throws -> FeatureMatrix {
        try FeatureMatrix(matrix.values.map { $0 + shift }, columns: matrix.columns)
    }

    @Test("As many replacements as there are trees make the new rows normal and the old ones strange")
    func renewal() throws {
        let old = try TestRows.logNormal(rows: 1_000, columns: 3)
        let new = try shifted(old, by: 300)
        var forest = IsolationForest(.init(contamination: .fraction(0.05), seed: 2))
        try forest.fit(old)
        #expect(try forest.isAnomaly([320, 320, 320]))
        for _ in 0..<100 { try forest.replaceOldestTree(with: new) }
        try forest.recalibrate(on: new)
        #expect(try !forest.isAnomaly([320, 320, 320]))
        #expect(try forest.isAnomaly([20, 20, 20]))
        #expect(abs(try forest.predict(new).count { $0 < 0 } - 50) <= 1)
        #expect(forest.memoryFootprint <= 200_000)
    }

    @Test("The oldest tree is replaced and no other, one after the other", arguments: [nil, 1])
    func oneAtATime(level: Int?) throws {
        let rows = try TestRows.logNormal(rows: 500, columns: 3)
        var forest = IsolationForest(.init(trees: 4, extensionLevel: level))
        try forest.fit(rows)
        var before = forest.image
        for step in 0..<9 {
            try forest.replaceOldestTree(with: rows)
            let after = forest.image
            for tree in 0..<4 { #expect((after[tree] != before[tree]) == (tree == step % 4)) }
            before = after
        }
    }

    @Test("A copy is not changed with the original")
    func value() throws {
        let rows = try TestRows.logNormal(rows: 500, columns: 3)
        var forest = IsolationForest(.init(trees: 4))
        try forest.fit(rows)
        let copy = forest
        let image = forest.image
        try forest.replaceOldestTree(with: rows)
        #expect(copy.image == image && forest.image != image)
    }

    @Test("What cannot be used is refused, and the forest stays as it was")
    func refusals() throws {
        let rows = try TestRows.logNormal(rows: 500, columns: 3)
        var forest = IsolationForest()
        #expect(throws: IsolationForestError.notFitted) { try forest.replaceOldestTree(with: rows) }
        #expect(throws: IsolationForestError.notFitted) {
            var unfitted = IsolationForest(.init(contamination: .fraction(0.1)))
            try unfitted.recalibrate(on: rows)
        }
        try forest.fit(rows)
        let image = forest.image
        let few = try TestRows.logNormal(rows: 100, columns: 3)
        #expect(throws: IsolationForestError.sampleSizeOutOfRange(256, rows: 100)) {
            try forest.replaceOldestTree(with: few)
        }
        let narrow = try TestRows.logNormal(rows: 500, columns: 2)
        #expect(throws: IsolationForestError.columnMismatch(expected: 3, found: 2)) {
            try forest.replaceOldestTree(with: narrow)
        }
        #expect(forest.image == image)
    }

    @Test("Recalibrating places the offset by the rows it is given, and changes no tree")
    func recalibration() throws {
        let old = try TestRows.logNormal(rows: 500, columns: 3)
        let new = try shifted(old, by: 5)
        var forest = IsolationForest(.init(trees: 10, contamination: .fraction(0.1)))
        try forest.fit(old)
        let (before, image) = (forest.offset, forest.image)
        try forest.recalibrate(on: new, threads: 2)
        #expect(try forest.offset == forest.scoreSamples(new).quantile(0.1))
        #expect(forest.offset != before && forest.image == image)
        var uncalibrated = IsolationForest(.init(trees: 10))
        try uncalibrated.fit(old)
        try uncalibrated.recalibrate(on: new)
        #expect(uncalibrated.offset == -0.5)
    }

    /// Of n rows each goes to one of c places, so that c (1 - (1 - 1/c)^n) places are filled in the mean.
    @Test(
        "While a reservoir fills, a row replaces another with the chance of its fullness",
        arguments: [(10, 9.56), (100, 63.4), (300, 95.1)])
    func filling(rows: Int, expected: Double) throws {
        let counts = try (0..<200).map { seed in
            var reservoir = Reservoir(capacity: 100, columns: 1, seed: UInt64(seed))
            for row in 0..<rows { try reservoir.append([Float(row)]) }
            // The last row is always among those that are kept.
            #expect(try reservoir.matrix().values.contains(Float(rows - 1)))
            return reservoir.count
        }
        // Five standard deviations of the mean are at most 1.1.
        #expect(abs(Double(counts.reduce(0, +)) / 200 - expected) < 1.1)
        if rows == 10 { #expect(counts.contains { $0 < 10 }) }
    }

    @Test("A reservoir keeps its capacity, mostly of the newest rows and some of older ones")
    func reservoir() throws {
        var reservoir = Reservoir(capacity: 100, columns: 2, seed: 5)
        #expect(throws: IsolationForestError.emptyMatrix) { try reservoir.matrix() }
        #expect(throws: IsolationForestError.rowLength(row: 1, expected: 2, found: 3)) {
            try reservoir.append([1, 2, 3])
        }
        for number in 0..<5_000 { try reservoir.append([Float(number), -Float(number)]) }
        let matrix = try reservoir.matrix()
        #expect(matrix.rows == 100 && reservoir.count == 100)
        let numbers = matrix.values.indices.filter { $0.isMultiple(of: 2) }.map { matrix.values[$0] }
        #expect(
            matrix.values.indices.allSatisfy { $0.isMultiple(of: 2) || matrix.values[$0] == -matrix.values[$0 - 1] })
        // An age of n rows survives with the chance e^(-n / 100): half are younger than 70 rows, one in 150 than 500.
        #expect((30...70).contains(numbers.count { $0 >= 4_930 }))
        #expect(numbers.count { $0 < 4_500 } <= 5)
    }
}
