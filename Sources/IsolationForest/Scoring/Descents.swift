/// The inner loops of scoring: eight rows in one tree or one row in four trees at a time, so that while one waits for a
/// slot the processor works on the others. Path lengths are whole numbers, so that a row has the same sum to the bit in
/// whatever order they are added.
struct Descents<Kernel: DescentKernel, Leaves: LeafReader> {
    let kernel: Kernel
    let leaves: Leaves
    let height: Int
    let trees: Int

    /// Rows side by side in a tile: the keys of one feature lie together.
    static var lanes: Int { 8 }

    /// Adds h(x) in every tree to the sums of the rows of `tiles` tiles, one tree after the other.
    func add(tiles: Int, columns: Int, keys: UnsafePointer<Kernel.Key>, to sums: UnsafeMutablePointer<Int>) {
        for number in 0..<trees {
            let (tree, leaves) = tree(number)
            var keys = keys
            var sums = sums
            for _ in 0..<tiles {
                add(tree, leaves, keys, to: sums)
                keys += Self.lanes &* columns
                sums += Self.lanes
            }
        }
    }

    /// Adds h(x) in one tree to the sums of the eight rows of a tile.
    @inline(__always)
    private func add(
        _ tree: Kernel, _ leaves: Leaves, _ keys: UnsafePointer<Kernel.Key>, to sums: UnsafeMutablePointer<Int>
    ) {
        var (a, b, c, d, e, f, g, h) = (1, 1, 1, 1, 1, 1, 1, 1)
        for _ in 0..<height {
            a = tree.step(from: a, keys: keys + 0, lanes: 8)
            b = tree.step(from: b, keys: keys + 1, lanes: 8)
            c = tree.step(from: c, keys: keys + 2, lanes: 8)
            d = tree.step(from: d, keys: keys + 3, lanes: 8)
            e = tree.step(from: e, keys: keys + 4, lanes: 8)
            f = tree.step(from: f, keys: keys + 5, lanes: 8)
            g = tree.step(from: g, keys: keys + 6, lanes: 8)
            h = tree.step(from: h, keys: keys + 7, lanes: 8)
        }
        sums[0] &+= leaves.pathLength(a)
        sums[1] &+= leaves.pathLength(b)
        sums[2] &+= leaves.pathLength(c)
        sums[3] &+= leaves.pathLength(d)
        sums[4] &+= leaves.pathLength(e)
        sums[5] &+= leaves.pathLength(f)
        sums[6] &+= leaves.pathLength(g)
        sums[7] &+= leaves.pathLength(h)
    }

    /// The sum of h(x) over all trees for one row.
    func sum(of keys: UnsafePointer<Kernel.Key>) -> Int {
        var sum = 0
        let fours = trees & ~3
        for first in stride(from: 0, to: fours, by: 4) {
            let (t, u, v, w) = (tree(first), tree(first &+ 1), tree(first &+ 2), tree(first &+ 3))
            var (a, b, c, d) = (1, 1, 1, 1)
            for _ in 0..<height {
                a = t.kernel.step(from: a, keys: keys, lanes: 1)
                b = u.kernel.step(from: b, keys: keys, lanes: 1)
                c = v.kernel.step(from: c, keys: keys, lanes: 1)
                d = w.kernel.step(from: d, keys: keys, lanes: 1)
            }
            sum &+= t.leaves.pathLength(a) &+ u.leaves.pathLength(b)
            sum &+= v.leaves.pathLength(c) &+ w.leaves.pathLength(d)
        }
        for number in fours..<trees {
            let tree = tree(number)
            var slot = 1
            for _ in 0..<height { slot = tree.kernel.step(from: slot, keys: keys, lanes: 1) }
            sum &+= tree.leaves.pathLength(slot)
        }
        return sum
    }

    @inline(__always)
    private func tree(_ number: Int) -> (kernel: Kernel, leaves: Leaves) {
        let first = number &* (1 &<< height)
        return (kernel.tree(at: first), leaves.tree(at: first, height: height))
    }
}
