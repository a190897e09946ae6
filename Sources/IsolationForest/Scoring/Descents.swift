/// The inner loops of scoring: four descents at a time, so that while one waits for a slot the processor works on the
/// others. Path lengths are whole numbers, so that a row has the same sum to the bit in whatever order they are added.
///
/// SAFETY: see `DescentKernel`; the leaf codes are those of the same trees, and each names one of `pathLengths`.
struct Descents<Kernel: DescentKernel> {
    let kernel: Kernel
    let height: Int
    let trees: Int
    let codes: UnsafePointer<UInt16>
    let pathLengths: UnsafePointer<Int>

    /// Rows side by side in a tile: the keys of one feature lie together.
    static var lanes: Int { 8 }

    /// Adds h(x) in every tree to the sums of the rows of `tiles` tiles, one tree after the other.
    func add(tiles: Int, columns: Int, keys: UnsafePointer<Kernel.Key>, to sums: UnsafeMutablePointer<Int>) {
        for number in 0..<trees {
            let tree = tree(number)
            var keys = keys
            var sums = sums
            for _ in 0..<tiles {
                tree.add(keys, to: sums)
                keys += Self.lanes &* columns
                sums += Self.lanes
            }
        }
    }

    /// The sum of h(x) over all trees for one row, four trees at a time.
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
            sum &+= t.pathLength(a) &+ u.pathLength(b) &+ v.pathLength(c) &+ w.pathLength(d)
        }
        for number in fours..<trees {
            let tree = tree(number)
            var slot = 1
            for _ in 0..<height { slot = tree.kernel.step(from: slot, keys: keys, lanes: 1) }
            sum &+= tree.pathLength(slot)
        }
        return sum
    }

    @inline(__always)
    private func tree(_ number: Int) -> TreeDescents<Kernel> {
        let first = number &* (1 &<< height)
        return TreeDescents(
            kernel: kernel.tree(at: first), height: height, codes: codes + (first &- (1 &<< height)),
            pathLengths: pathLengths)
    }
}

/// The same for one tree.
private struct TreeDescents<Kernel: DescentKernel> {
    let kernel: Kernel
    let height: Int
    /// Begins 2^h before the codes of the tree, because the slots of leaves count on from those of splits.
    let codes: UnsafePointer<UInt16>
    let pathLengths: UnsafePointer<Int>

    /// Adds h(x) to the sums of the four rows of a tile.
    @inline(__always)
    func add(_ keys: UnsafePointer<Kernel.Key>, to sums: UnsafeMutablePointer<Int>) {
        var (a, b, c, d, e, f, g, h) = (1, 1, 1, 1, 1, 1, 1, 1)
        for _ in 0..<height {
            a = kernel.step(from: a, keys: keys + 0, lanes: 8)
            b = kernel.step(from: b, keys: keys + 1, lanes: 8)
            c = kernel.step(from: c, keys: keys + 2, lanes: 8)
            d = kernel.step(from: d, keys: keys + 3, lanes: 8)
            e = kernel.step(from: e, keys: keys + 4, lanes: 8)
            f = kernel.step(from: f, keys: keys + 5, lanes: 8)
            g = kernel.step(from: g, keys: keys + 6, lanes: 8)
            h = kernel.step(from: h, keys: keys + 7, lanes: 8)
        }
        sums[0] &+= pathLength(a)
        sums[1] &+= pathLength(b)
        sums[2] &+= pathLength(c)
        sums[3] &+= pathLength(d)
        sums[4] &+= pathLength(e)
        sums[5] &+= pathLength(f)
        sums[6] &+= pathLength(g)
        sums[7] &+= pathLength(h)
    }

    /// h(x) of a descent that ended at a slot.
    @inline(__always)
    func pathLength(_ slot: Int) -> Int { pathLengths[Int(codes[slot])] }
}
