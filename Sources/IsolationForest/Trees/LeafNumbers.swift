/// Numbers the kinds of leaves while leaves are written. Nearly all are small; those are found without hashing.
///
/// It takes little beside the trees whose leaves are written, even where that is one tree of two rows: a saved forest may
/// be that small, and reading it is to take no more than a multiple of its bytes.
struct LeafNumbers {
    /// No kind has this number.
    private static let none = UInt16.max

    /// By number; the first is `LeafTable.unreachable`.
    private(set) var kinds: [Leaf]
    /// Sizes below this have a place in `small`: all that a tree of usual height has, 256 at most.
    private let smallSizes: Int
    /// By depth and size; `none` where there is none yet.
    private(set) var small: [UInt16]
    private(set) var large: [Leaf: UInt16] = [:]
    /// Of each kind, when there are as many as there are numbers.
    private lazy var pathLengths = kinds.map(\.pathLength)

    /// - Parameters:
    ///   - kinds: Those that have numbers already.
    ///   - height: That of the trees, which have samples of up to 2^height rows.
    init(_ kinds: [Leaf], height: Int) {
        self.kinds = kinds
        smallSizes = min(256, 1 << height + 1)
        small = Array(repeating: Self.none, count: (height + 1) * smallSizes)
        for (number, leaf) in kinds.enumerated() { set(number, of: leaf) }
    }

    /// The number of a kind, which it is given if it has none.
    @inline(__always)
    mutating func number(of leaf: Leaf) -> Int {
        if leaf.size < smallSizes {
            let number = small[leaf.depth * smallSizes + leaf.size]
            if number != Self.none { return Int(number) }
        } else if let number = large[leaf] {
            return Int(number)
        }
        return add(leaf)
    }

    /// The number of a kind that is new; of the nearest one when all 65,535 numbers are taken, which only samples of
    /// hundreds of thousands of rows come near.
    private mutating func add(_ leaf: Leaf) -> Int {
        let number: Int
        if kinds.count < Int(Self.none) {
            number = kinds.count
            kinds.append(leaf)
        } else {
            let (lengths, length) = (pathLengths, leaf.pathLength)
            number = lengths.indices.min { abs(lengths[$0] - length) < abs(lengths[$1] - length) } ?? 0
        }
        set(number, of: leaf)
        return number
    }

    private mutating func set(_ number: Int, of leaf: Leaf) {
        if leaf.size < smallSizes {
            small[leaf.depth * smallSizes + leaf.size] = UInt16(number)
        } else {
            large[leaf] = UInt16(number)
        }
    }
}
