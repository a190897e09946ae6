import Testing

@testable import IsolationForest

@Suite struct LeafTableTests {
    /// Trees of height 3 whose leaves are all of one kind.
    private func leaves(_ sizes: [Int]) -> [Leaf] {
        sizes.flatMap { Array(repeating: Leaf(depth: 2, size: $0), count: 8) }
    }

    @Test("A slot holds what was written last, and compacting drops the kinds that no slot holds")
    func compact() {
        var table = LeafTable(leaves([1, 2, 3]), height: 3)
        table.replace(from: 1, with: leaves([700, 8]))
        #expect(table.kinds.count == 6)
        table.compact()
        #expect(table.kinds == [LeafTable.unreachable] + [1, 700, 8].map { Leaf(depth: 2, size: $0) })
        #expect(table.pathLengths == table.kinds.map(\.pathLength))
        for (tree, size) in [1, 700, 8].enumerated() {
            #expect((0..<8).allSatisfy { table.leaf(slot: $0, of: tree) == Leaf(depth: 2, size: size) })
        }
    }

    @Test("When all trees have been replaced, no kinds are left over of the old ones", arguments: [nil, 1])
    func renewal(level: Int?) throws {
        var forest = IsolationForest(.init(trees: 4, sampleSize: .count(200), extensionLevel: level))
        try forest.fit(TestRows.logNormal(rows: 300, columns: 3))
        // Equal rows make one leaf of each tree.
        let equal = try FeatureMatrix(Array(repeating: 1, count: 900), columns: 3)
        for _ in 0..<3 { try forest.replaceOldestTree(with: equal) }
        #expect(try #require(forest.model).leaves.kinds.count > 10)
        try forest.replaceOldestTree(with: equal)
        #expect(forest.model?.leaves.kinds == [LeafTable.unreachable, Leaf(depth: 0, size: 200)])
    }

    @Test("More than 256 kinds take two bytes, also where they come with a tree that is replaced")
    func wide() {
        let many = (1...300).map { Leaf(depth: 1, size: $0) } + Array(repeating: Leaf(depth: 4, size: 0), count: 212)
        var table = LeafTable(Array(repeating: Leaf(depth: 0, size: 9), count: 512) + many, height: 9)
        #expect(table.highCodes.count == 1_024)
        for (slot, leaf) in many.enumerated() { #expect(table.leaf(slot: slot, of: 1) == leaf) }
        table = LeafTable(Array(repeating: Leaf(depth: 0, size: 9), count: 1_024), height: 9)
        #expect(table.highCodes.isEmpty)
        table.replace(from: 1, with: many)
        for (slot, leaf) in many.enumerated() { #expect(table.leaf(slot: slot, of: 1) == leaf) }
        #expect(table.leaf(slot: 5, of: 0) == Leaf(depth: 0, size: 9))
        table.replace(from: 1, with: Array(repeating: Leaf(depth: 0, size: 9), count: 512))
        #expect((0..<512).allSatisfy { table.leaf(slot: $0, of: 1) == Leaf(depth: 0, size: 9) })
    }

    @Test("Where numbers run out, a leaf takes that of the nearest path length")
    func overflow() {
        let leaves =
            (1...65_540).map { Leaf(depth: 0, size: $0) } + Array(repeating: LeafTable.unreachable, count: 65_532)
        let table = LeafTable(leaves, height: 17)
        #expect(table.kinds.count == 65_535)
        #expect(table.leaf(slot: 65_533, of: 0).size == 65_534)
        #expect(table.leaf(slot: 65_539, of: 0).size == 65_534)
        #expect(table.leaf(slot: 65_540, of: 0) == LeafTable.unreachable)
    }
}
