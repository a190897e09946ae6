/// A leaf of an isolation tree: how many splits lie above it, and how many rows of the sample reached it.
///
/// Both in 32 bits, because a tree under way holds one for each slot.
struct Leaf: Hashable, Sendable {
    let packed: UInt32

    /// The largest sample of a tree.
    static let sizeLimit = 1 << Int(sizeBits) - 1
    /// One more than the largest depth, which is that of a tree of the largest sample.
    static let depthLimit = Int(sizeBits) + 1
    private static let sizeBits: UInt32 = 21

    init(depth: Int, size: Int) {
        packed = UInt32(depth) << Self.sizeBits | UInt32(size)
    }

    var depth: Int { Int(packed >> Self.sizeBits) }
    var size: Int { Int(packed & (1 << Self.sizeBits - 1)) }

    /// h(x) of the rows that end here, in units of 2^-40: the splits above, and c(n) for those that n rows were spared.
    var pathLength: Int { depth * PathLength.one + PathLength.fixed(PathLength.average(size)) }
}
