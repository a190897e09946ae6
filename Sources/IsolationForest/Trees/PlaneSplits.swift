/// Splits by hyperplanes, those of the extended forest (Hariri, Carrasco Kind and Brunner, "Extended Isolation Forest",
/// IEEE TKDE 2019): a row x goes left when (x - p) · n <= 0, that is x · n <= p · n.
struct PlaneSplits: SplitTable {
    let height: Int
    /// The features that a plane is inclined to: the extension level and one.
    let components: Int
    /// Of each slot, tree after tree, p · n; rows above it go right.
    private(set) var intercepts: [Float]
    /// Of each slot `components` features, and n in their directions.
    private(set) var features: [UInt16]
    private(set) var weights: [Float]
    /// Of each slot whether rows without a value go left; empty where such rows are an error.
    private(set) var missingGoesLeft: [Bool]
    let allowsMissing: Bool

    init(trees: Int, height: Int, components: Int, allowsMissing: Bool) {
        self.height = height
        self.components = components
        let slots = trees << height
        intercepts = Array(repeating: .infinity, count: slots)
        features = Array(repeating: 0, count: slots * components)
        weights = Array(repeating: 0, count: slots * components)
        self.allowsMissing = allowsMissing
        missingGoesLeft = Array(repeating: true, count: allowsMissing ? slots : 0)
    }

    func empty(trees: Int) -> PlaneSplits {
        PlaneSplits(
            trees: trees, height: height, components: components, allowsMissing: allowsMissing)
    }

    mutating func withSlots(of tree: Int, _ body: (Slots) -> Void) {
        let first = tree << height
        let components = components
        intercepts.withUnsafeMutableBufferPointer { intercepts in
            features.withUnsafeMutableBufferPointer { features in
                weights.withUnsafeMutableBufferPointer { weights in
                    missingGoesLeft.withUnsafeMutableBufferPointer { missingGoesLeft in
                        body(
                            Slots(
                                first: first, components: components, intercepts: intercepts, features: features,
                                weights: weights, missingGoesLeft: missingGoesLeft))
                    }
                }
            }
        }
    }

    /// SAFETY: lives no longer than the call that lends the buffers; slots are those of one tree.
    struct Slots: SplitSlots {
        let first: Int
        let components: Int
        let intercepts: UnsafeMutableBufferPointer<Float>
        let features: UnsafeMutableBufferPointer<UInt16>
        let weights: UnsafeMutableBufferPointer<Float>
        let missingGoesLeft: UnsafeMutableBufferPointer<Bool>

        func set(_ split: PlaneSplit, at slot: Int) {
            let index = first + slot
            intercepts[index] = split.intercept
            for component in 0..<components {
                // Places that are left over repeat the first feature without weight, so that they change no sum: not
                // even where another feature's value is missing.
                let isUsed = component < split.terms.count
                let term = split.terms[isUsed ? component : 0]
                features[index * components + component] = UInt16(truncatingIfNeeded: term.feature)
                weights[index * components + component] = isUsed ? term.weight : 0
            }
            if !missingGoesLeft.isEmpty { missingGoesLeft[index] = split.missingGoesLeft }
        }
    }

    func split(slot: Int, of tree: Int) -> PlaneSplit? {
        let index = tree << height + slot
        guard intercepts[index] != .infinity else { return nil }
        // Unused places have the weight 0 and are at the end.
        let terms = (index * components..<(index + 1) * components).map {
            PlaneSplit.Term(feature: Int(features[$0]), weight: weights[$0])
        }.filter { $0.weight != 0 }
        return PlaneSplit(
            terms: terms, intercept: intercepts[index],
            missingGoesLeft: !allowsMissing || missingGoesLeft[index])
    }

    mutating func replace(from tree: Int, with other: PlaneSplits) {
        let first = tree << height
        for index in other.intercepts.indices { intercepts[first + index] = other.intercepts[index] }
        for index in other.weights.indices {
            features[first * components + index] = other.features[index]
            weights[first * components + index] = other.weights[index]
        }
        for index in other.missingGoesLeft.indices { missingGoesLeft[first + index] = other.missingGoesLeft[index] }
    }

    static func sendsRight(_ row: UnsafeBufferPointer<Float>, _ split: PlaneSplit) -> Bool {
        let projection = split.projection(of: row)
        return projection.isNaN ? !split.missingGoesLeft : projection > split.intercept
    }

    /// In proportion to the squares of the weights, which sum to the square of the normal's length.
    static func addShares(of split: PlaneSplit, times factor: Double, to sums: inout [Double]) {
        let total = split.terms.reduce(0.0) { $0 + Double($1.weight) * Double($1.weight) }
        for term in split.terms where total > 0 {
            sums[term.feature] += factor * Double(term.weight) * Double(term.weight) / total
        }
    }

    var memoryFootprint: Int {
        4 * arrayHeader + intercepts.capacity * 4 + features.capacity * 2 + weights.capacity * 4
            + missingGoesLeft.capacity
    }
}

/// Rows whose projection on the normal is at most `intercept` go left, others right.
struct PlaneSplit: Sendable, Equatable {
    struct Term: Sendable, Equatable {
        var feature: Int
        /// The normal's component in the feature's direction.
        var weight: Float
    }

    /// At least one, none with a weight of 0.
    var terms: [Term]
    var intercept: Float
    /// Where rows without a value go: to the child that more rows of the sample reached.
    var missingGoesLeft = true

    /// x · n, summed in the order of the terms; NaN where a value is missing.
    func projection(of row: UnsafeBufferPointer<Float>) -> Float { projection { row[$0] } }

    /// x · n for a row whose values are asked for by feature.
    @inline(__always)
    func projection(_ value: (Int) -> Float) -> Float {
        var sum: Float = 0
        for term in terms { sum += value(term.feature) * term.weight }
        return sum
    }
}
