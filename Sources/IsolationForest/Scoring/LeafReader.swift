/// Finds the path length of a leaf slot, as the inner loops of scoring do.
///
/// SAFETY: the pointers are borrowed from a `LeafTable` for the time of a call; its codes name path lengths of it.
protocol LeafReader {
    /// The reader of the tree whose slots begin at `first`; its slots count on from those of splits, 2^h.
    func tree(at first: Int, height: Int) -> Self

    /// h(x) of a descent that ended at a slot, in units of 2^-40.
    func pathLength(_ slot: Int) -> Int
}

/// Codes of one byte.
struct NarrowLeaves: LeafReader {
    let codes: UnsafePointer<UInt8>
    let pathLengths: UnsafePointer<Int>
    /// Added to a slot, the index of its code.
    var base = 0

    @inline(__always)
    func tree(at first: Int, height: Int) -> NarrowLeaves {
        NarrowLeaves(codes: codes, pathLengths: pathLengths, base: first &- (1 &<< height))
    }

    @inline(__always)
    func pathLength(_ slot: Int) -> Int { pathLengths[Int(codes[base &+ slot])] }
}

/// Codes of two bytes, which forests with more than 256 kinds of leaves need.
struct WideLeaves: LeafReader {
    let codes: UnsafePointer<UInt8>
    let highCodes: UnsafePointer<UInt8>
    let pathLengths: UnsafePointer<Int>
    /// Added to a slot, the index of its code.
    var base = 0

    @inline(__always)
    func tree(at first: Int, height: Int) -> WideLeaves {
        WideLeaves(codes: codes, highCodes: highCodes, pathLengths: pathLengths, base: first &- (1 &<< height))
    }

    @inline(__always)
    func pathLength(_ slot: Int) -> Int {
        let index = base &+ slot
        return pathLengths[Int(codes[index]) | Int(highCodes[index]) &<< 8]
    }
}
