/// Splits of one feature each: a step of a descent is `2i + (value > threshold ? 1 : 0)`, without a link to read or a
/// branch to take.
struct AxisSplits: SplitTable {
    let height: Int
    /// Of each slot, tree after tree, the split value as `orderedBits`; rows above it go right.
    private(set) var thresholds: [UInt32]
    /// Of each slot the feature, in `featureWidth` bytes of the machine's order.
    private(set) var features: [UInt8]
    /// 1, or 2 for more than 256 columns: with one byte, a tree and a block of rows fit the first-level cache.
    let featureWidth: Int
    /// Of each slot one bit, set where rows without a value go left; empty where such rows are an error.
    private(set) var missingBits: [UInt8]
    let allowsMissing: Bool

    /// The features that a slot can tell apart.
    static let featureLimit = 1 << 16
    /// The threshold of a slot that sends every row left: above that of every number.
    private static let passThrough = UInt32.max

    init(trees: Int, height: Int, columns: Int, allowsMissing: Bool) {
        self.init(trees: trees, height: height, featureWidth: columns <= 256 ? 1 : 2, allowsMissing: allowsMissing)
    }

    private init(trees: Int, height: Int, featureWidth: Int, allowsMissing: Bool) {
        self.height = height
        self.featureWidth = featureWidth
        let slots = trees << height
        thresholds = Array(repeating: Self.passThrough, count: slots)
        features = Array(repeating: 0, count: slots * featureWidth)
        self.allowsMissing = allowsMissing
        missingBits = Array(repeating: 0xFF, count: allowsMissing ? (slots + 7) / 8 : 0)
    }

    func empty(trees: Int) -> AxisSplits {
        AxisSplits(trees: trees, height: height, featureWidth: featureWidth, allowsMissing: allowsMissing)
    }

    mutating func withSlots(of tree: Int, _ body: (Slots) -> Void) {
        let first = tree << height
        let (isNarrow, allowsMissing) = (featureWidth == 1, allowsMissing)
        thresholds.withUnsafeMutableBufferPointer { thresholds in
            features.withUnsafeMutableBytes { features in
                missingBits.withUnsafeMutableBufferPointer { missingBits in
                    body(
                        Slots(
                            first: first, thresholds: thresholds, features: features, isNarrow: isNarrow,
                            missingBits: missingBits, allowsMissing: allowsMissing))
                }
            }
        }
    }

    /// SAFETY: lives no longer than the call that lends the buffers; slots are those of one tree.
    struct Slots: SplitSlots {
        let first: Int
        let thresholds: UnsafeMutableBufferPointer<UInt32>
        let features: UnsafeMutableRawBufferPointer
        let isNarrow: Bool
        let missingBits: UnsafeMutableBufferPointer<UInt8>
        let allowsMissing: Bool

        func set(_ split: AxisSplit, at slot: Int) {
            let index = first &+ slot
            thresholds[index] = split.threshold.orderedBits
            if isNarrow {
                features[index] = UInt8(truncatingIfNeeded: split.feature)
            } else {
                features.storeBytes(
                    of: UInt16(truncatingIfNeeded: split.feature), toByteOffset: 2 &* index, as: UInt16.self)
            }
            if allowsMissing { missingBits.setBit(index, to: split.missingGoesLeft) }
        }
    }

    func split(slot: Int, of tree: Int) -> AxisSplit? {
        let index = tree << height + slot
        guard thresholds[index] != Self.passThrough else { return nil }
        let feature =
            featureWidth == 1
            ? Int(features[index])
            : features.withUnsafeBytes { Int($0.load(fromByteOffset: 2 * index, as: UInt16.self)) }
        return AxisSplit(
            feature: feature, threshold: Float(orderedBits: thresholds[index]),
            missingGoesLeft: missingGoesLeft(index))
    }

    mutating func replace(from tree: Int, with other: AxisSplits) {
        let first = tree << height
        for index in other.thresholds.indices { thresholds[first + index] = other.thresholds[index] }
        for index in other.thresholds.indices { setMissing(other.missingGoesLeft(index), at: first + index) }
        let byte = first * featureWidth
        for index in other.features.indices { features[byte + index] = other.features[index] }
    }

    static func sendsRight(_ row: UnsafeBufferPointer<Float>, _ split: AxisSplit) -> Bool {
        let value = row[split.feature]
        return value.isNaN ? !split.missingGoesLeft : value > split.threshold
    }

    static func addShares(of split: AxisSplit, times factor: Double, to sums: inout [Double]) {
        sums[split.feature] += factor
    }

    private func missingGoesLeft(_ index: Int) -> Bool {
        !allowsMissing || missingBits[index >> 3] >> UInt8(index & 7) & 1 == 1
    }

    private mutating func setMissing(_ goesLeft: Bool, at index: Int) {
        guard allowsMissing else { return }
        missingBits.withUnsafeMutableBufferPointer { $0.setBit(index, to: goesLeft) }
    }

    var memoryFootprint: Int {
        3 * arrayHeader + thresholds.capacity * 4 + features.capacity + missingBits.capacity
    }
}

/// Rows whose `feature` is at most `threshold` go left, others right.
struct AxisSplit: Sendable, Equatable {
    var feature: Int
    var threshold: Float
    /// Where rows without a value go: to the child that more rows of the sample reached.
    var missingGoesLeft = true
}

extension UnsafeMutableBufferPointer<UInt8> {
    fileprivate func setBit(_ index: Int, to isSet: Bool) {
        let bit: UInt8 = 1 << UInt8(index & 7)
        if isSet { self[index >> 3] |= bit } else { self[index >> 3] &= ~bit }
    }
}
