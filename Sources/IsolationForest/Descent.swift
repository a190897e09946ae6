/// The inner loop of scoring: from the root of a tree to the leaf that a row falls into (algorithm 3 of the paper).
///
/// SAFETY: `tree` is the root of a whole tree, whose links lead to its own nodes and to features below the number of
/// keys at `row`. Both pointers are borrowed from a `NodeTable` and from a buffer of whole rows for the time of a call.
struct Descent {
    let tree: UnsafePointer<Node>
    /// The row's features as `orderedBits`.
    let row: UnsafePointer<UInt32>

    /// The leaf that is reached after `height` steps.
    @inline(__always)
    func leaf(height: Int) -> Node {
        var index = 0
        for _ in 0..<height { index = step(from: index) }
        return tree[index]
    }

    /// The leaves of four descents side by side: while one waits for a node, the processor works on the others.
    @inline(__always)
    static func leaves(
        _ a: Descent, _ b: Descent, _ c: Descent, _ d: Descent, height: Int
    ) -> (a: Node, b: Node, c: Node, d: Node) {
        var (i, j, k, l) = (0, 0, 0, 0)
        for _ in 0..<height {
            i = a.step(from: i)
            j = b.step(from: j)
            k = c.step(from: k)
            l = d.step(from: l)
        }
        return (a.tree[i], b.tree[j], c.tree[k], d.tree[l])
    }

    @inline(__always)
    private func step(from index: Int) -> Int {
        let node = tree[index]
        return node.leftChild + (row[node.feature] > node.threshold ? 1 : 0)
    }
}
