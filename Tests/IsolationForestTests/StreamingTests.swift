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
