import Testing

@testable import IsolationForest

@Suite struct NodeTests {
    @Test("A node takes eight bytes")
    func size() {
        #expect(MemoryLayout<Node>.stride == 8)
    }

    @Test("A split keeps its feature and its child up to the largest of both")
    func split() {
        let child = 2 * Node.sizeLimit - 2
        let node = Node(feature: Node.featureLimit - 1, threshold: 1.5, leftChild: child)
        #expect(node.feature == Node.featureLimit - 1)
        #expect(node.leftChild == child)
        #expect(node.threshold == Float(1.5).orderedBits)
        #expect(!node.isLeaf)
    }

    @Test("A leaf keeps depth and size, leads to itself and lies above every value", arguments: [1, Node.sizeLimit])
    func leaf(size: Int) {
        let depth = TreeGrower.heightLimit(sampleSize: size)
        let node = Node(leafAt: 12, depth: depth, size: size)
        #expect(node.isLeaf)
        #expect(node.depth == depth)
        #expect(node.size == size)
        #expect(node.leftChild == 12)
        #expect(node.feature == 0)
        #expect(node.threshold > Float.infinity.orderedBits)
        #expect(node.threshold > Float.nan.orderedBits)
    }

    @Test("Ordered bits order as the values do")
    func order() {
        let values: [Float] = [
            -.infinity, -.greatestFiniteMagnitude, -1, -.leastNonzeroMagnitude, 0, .leastNonzeroMagnitude, 1,
            Float(1).nextUp, .greatestFiniteMagnitude, .infinity,
        ]
        let bits = values.map(\.orderedBits)
        #expect(bits == bits.sorted())
        #expect(Set(bits).count == values.count)
        #expect(Float(-0.0).orderedBits == Float(0).orderedBits)
    }
}
