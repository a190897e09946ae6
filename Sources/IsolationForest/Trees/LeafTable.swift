/// The leaves of all trees: 2^h slots for each tree of height h.
///
/// A forest has tens of thousands of leaves but only a few hundred different ones, so that a slot holds the number of
/// its kind: in one byte, and in a second one where there are more than 256 kinds.
struct LeafTable: Sendable {
    let height: Int
    /// Of each slot, tree after tree, the low byte of the index of its leaf in `kinds`.
    private(set) var codes: [UInt8]
    /// The high bytes; empty where all are 0.
    private(set) var highCodes: [UInt8] = []
    private(set) var kinds = [unreachable]
    /// h(x) of each kind, in units of 2^-40.
    private(set) var pathLengths = [0]

    /// In the slots that no row reaches.
    static let unreachable = Leaf(depth: 0, size: 0)

    /// Takes the leaves of whole trees.
    init(_ leaves: [Leaf], height: Int) {
        self.height = height
        codes = Array(repeating: 0, count: leaves.count)
        write(leaves, from: 0)
    }

    /// The leaf in a slot of a tree, counted from 0.
    func leaf(slot: Int, of tree: Int) -> Leaf { kinds[number(at: tree << height + slot)] }

    private func number(at index: Int) -> Int {
        Int(codes[index]) | (highCodes.isEmpty ? 0 : Int(highCodes[index]) << 8)
    }

    /// Takes the leaves of whole trees over, in place of those from `tree` on.
    mutating func replace(from tree: Int, with leaves: [Leaf]) {
        write(leaves, from: tree << height)
    }

    /// Drops the kinds that no slot holds any more.
    mutating func compact() {
        self = LeafTable(codes.indices.map { kinds[number(at: $0)] }, height: height)
    }

    private mutating func write(_ leaves: [Leaf], from first: Int) {
        var numbers = LeafNumbers(kinds)
        var isWide = false
        let codes = leaves.map { leaf in
            let number = numbers.number(of: leaf) { add(leaf) }
            isWide = isWide || number > Int(UInt8.max)
            return UInt16(truncatingIfNeeded: number)
        }
        let range = first..<first + leaves.count
        self.codes.replaceSubrange(range, with: codes.lazy.map { UInt8(truncatingIfNeeded: $0) })
        if isWide, highCodes.isEmpty { highCodes = Array(repeating: 0, count: self.codes.count) }
        if !highCodes.isEmpty { highCodes.replaceSubrange(range, with: codes.lazy.map { UInt8($0 >> 8) }) }
    }

    /// The number of a kind that is new; of the nearest one when all 65,536 numbers are taken, which only samples of
    /// hundreds of thousands of rows come near.
    private mutating func add(_ leaf: Leaf) -> Int {
        let length = leaf.pathLength
        guard kinds.count <= Int(UInt16.max) else {
            let nearest = pathLengths.indices.min { abs(pathLengths[$0] - length) < abs(pathLengths[$1] - length) }
            return nearest ?? 0
        }
        kinds.append(leaf)
        pathLengths.append(length)
        return kinds.count - 1
    }

    /// The bytes of the buffers with their headers.
    var memoryFootprint: Int {
        4 * arrayHeader + codes.capacity + highCodes.capacity + kinds.capacity * MemoryLayout<Leaf>.stride
            + pathLengths.capacity * MemoryLayout<Int>.stride
    }
}

/// Finds the number of a kind of leaf while leaves are written. Nearly all are small; those are found without hashing.
private struct LeafNumbers {
    private static let smallSizes = 256

    /// By depth and size; -1 where there is none yet.
    private var small = [Int32](repeating: -1, count: Leaf.depthLimit * smallSizes)
    private var large: [Leaf: Int] = [:]

    init(_ kinds: [Leaf]) {
        for (number, leaf) in kinds.enumerated() { set(number, of: leaf) }
    }

    mutating func number(of leaf: Leaf, or add: () -> Int) -> Int {
        if leaf.size < Self.smallSizes {
            let number = small[leaf.depth * Self.smallSizes + leaf.size]
            if number >= 0 { return Int(number) }
        } else if let number = large[leaf] {
            return number
        }
        let number = add()
        set(number, of: leaf)
        return number
    }

    private mutating func set(_ number: Int, of leaf: Leaf) {
        if leaf.size < Self.smallSizes {
            small[leaf.depth * Self.smallSizes + leaf.size] = Int32(number)
        } else {
            large[leaf] = number
        }
    }
}

/// The bytes before the elements of an array.
let arrayHeader = 32
