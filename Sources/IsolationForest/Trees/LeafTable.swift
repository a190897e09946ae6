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

    /// Besides the leaves, which a reader of a file has in memory too, this takes no more than `LeafNumbers` does: see
    /// `FileHeader.memoryNeeded`.
    private mutating func write(_ leaves: [Leaf], from first: Int) {
        var numbers = LeafNumbers(kinds, height: height)
        kinds = []
        codes.withUnsafeMutableBufferPointer { codes in
            for index in leaves.indices {
                codes[first + index] = UInt8(truncatingIfNeeded: numbers.number(of: leaves[index]))
            }
        }
        kinds = numbers.kinds
        pathLengths.append(contentsOf: kinds[pathLengths.count...].lazy.map(\.pathLength))
        guard kinds.count > 256 || !highCodes.isEmpty else { return }
        if highCodes.isEmpty { highCodes = Array(repeating: 0, count: codes.count) }
        for (index, leaf) in leaves.enumerated() { highCodes[first + index] = UInt8(numbers.number(of: leaf) >> 8) }
    }

    /// The bytes of the buffers with their headers.
    var memoryFootprint: Int {
        4 * arrayHeader + codes.capacity + highCodes.capacity + kinds.capacity * MemoryLayout<Leaf>.stride
            + pathLengths.capacity * MemoryLayout<Int>.stride
    }
}

/// The bytes before the elements of an array.
let arrayHeader = 32
