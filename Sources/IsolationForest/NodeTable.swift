/// The nodes of all trees in one contiguous buffer, tree after tree, each tree breadth-first with its root first.
///
/// Breadth-first order puts the levels that every descent crosses side by side, and siblings always.
struct NodeTable: Sendable {
    let nodes: [Node]
    /// Where each tree begins in `nodes`.
    let roots: [UInt32]
    /// The number of splits on the longest path of any tree, and so the number of steps of every descent.
    let height: Int

    /// Takes trees whose links count from their own root, of at least one node each.
    init(nodes: [Node], roots: [UInt32]) {
        self.nodes = nodes.withoutSpareCapacity
        self.roots = roots.withoutSpareCapacity
        height = nodes.reduce(0) { $1.isLeaf ? max($0, $1.depth) : $0 }
    }

    /// Calls `body` with a function that finds the root of a tree by its number. The pointers last until it returns.
    @inline(__always)
    func withTrees(_ body: (_ tree: (Int) -> UnsafePointer<Node>) -> Void) {
        nodes.withUnsafeBufferPointer { nodes in
            guard let first = nodes.baseAddress else { return }
            body { first + Int(roots[$0]) }
        }
    }

    /// The bytes of both buffers with their headers.
    var memoryFootprint: Int {
        let header = 32
        return 2 * header + nodes.capacity * MemoryLayout<Node>.stride + roots.capacity * MemoryLayout<UInt32>.stride
    }
}

extension Array {
    /// A copy that fits, because an array that grew holds up to twice the memory that it needs.
    fileprivate var withoutSpareCapacity: [Element] {
        Array(unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = buffer.initialize(fromContentsOf: self)
        }
    }
}
