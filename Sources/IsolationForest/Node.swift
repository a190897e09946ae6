/// A node of an isolation tree in eight bytes, the whole of what a descent reads.
///
/// A split holds its threshold, its feature and the place of its left child; the right child is the next node, so that
/// a step is `leftChild + (value > threshold ? 1 : 0)`. A leaf names itself as its left child, and its threshold is one
/// that no value exceeds: a descent that arrives early stays where it is, and every descent of a forest takes the same
/// number of steps without a test. What a leaf has to say, its depth and size, is in the low bits of that threshold.
struct Node: Sendable {
    /// The split value or the leaf's own, as `orderedBits`.
    let threshold: UInt32
    /// The left child's index within the tree in the high 18 bits, the feature in the low 14 bits.
    let link: UInt32

    /// The features that a link can tell apart.
    static let featureLimit = 1 << Int(featureBits)
    /// The largest sample of a tree: its nodes, fewer than twice as many, are within reach of an 18-bit index.
    static let sizeLimit = 1 << Int(sizeBits) - 1

    private static let featureBits: UInt32 = 14
    private static let sizeBits: UInt32 = 17
    /// The ordered bits of a quiet NaN, above those of every number; the 22 bits at the low end are free.
    private static let leafMark: UInt32 = 0xFFC0_0000

    /// A split: rows whose `feature` is at most `threshold` go to `leftChild`, others to the node after it.
    init(feature: Int, threshold: Float, leftChild: Int) {
        self.threshold = threshold.orderedBits
        link = UInt32(leftChild) << Self.featureBits | UInt32(feature)
    }

    /// A leaf at `index` that `size` rows of the sample reached after `depth` splits.
    init(leafAt index: Int, depth: Int, size: Int) {
        threshold = Self.leafMark | UInt32(depth) << Self.sizeBits | UInt32(size)
        link = UInt32(index) << Self.featureBits
    }

    var isLeaf: Bool { threshold >= Self.leafMark }

    @inline(__always)
    var leftChild: Int { Int(link >> Self.featureBits) }

    @inline(__always)
    var feature: Int { Int(link & (1 << Self.featureBits - 1)) }

    /// Of a leaf: the number of rows of the sample in it.
    @inline(__always)
    var size: Int { Int(threshold & (1 << Self.sizeBits - 1)) }

    /// Of a leaf: the number of splits above it.
    @inline(__always)
    var depth: Int { Int(threshold >> Self.sizeBits & 0x1F) }
}
