import Foundation

@testable import IsolationForest

/// Grows trees as the papers have it, in arrays of rows and without a thought for speed, from the same random numbers as
/// `TreeGrower`: split by split and leaf by leaf, both are to make the same.
struct ReferenceGrower {
    let rows: [[Float]]
    let configuration: IsolationForest.Configuration
    let sampleSize: Int
    /// The features that a tree may split on.
    let features: Int

    private var height: Int { Int(max(1, log2(Double(sampleSize)).rounded(.up))) }
    private var hasMissing: Bool { rows.contains { $0.contains { $0.isNaN } } }

    /// The tree that is grown from a stream of random numbers of the configuration's seed.
    func tree(stream: Int) -> ReferenceTree {
        var generator = SeededGenerator(seed: configuration.seed, stream: stream)
        let sample = configuration.bootstrap ? bootstrap(&generator) : distinct(&generator)
        var deck = deal(&generator)
        var tree = ReferenceTree(height: height)
        var queue = [(slot: 1, depth: 0, rows: sample.map { rows[$0] })]
        while !queue.isEmpty {
            let (slot, depth, rows) = queue.removeFirst()
            guard depth < height, rows.count > 1, let split = split(rows, &deck, &generator) else {
                tree.leaves[slot << (height - depth)] = Leaf(depth: depth, size: rows.count)
                continue
            }
            tree.splits[slot] = split
            queue.append((2 * slot, depth + 1, rows.filter { !split.sendsRight($0) }))
            queue.append((2 * slot + 1, depth + 1, rows.filter { split.sendsRight($0) }))
        }
        return tree
    }

    /// Floyd's sample without replacement.
    private func distinct(_ generator: inout SeededGenerator) -> [Int] {
        var taken: Set<Int> = []
        for last in rows.count - sampleSize..<rows.count {
            let row = generator.index(below: last + 1)
            taken.insert(taken.contains(row) ? last : row)
        }
        return taken.sorted()
    }

    private func bootstrap(_ generator: inout SeededGenerator) -> [Int] {
        Set((0..<sampleSize).map { _ in generator.index(below: rows.count) }).sorted()
    }

    private func deal(_ generator: inout SeededGenerator) -> [Int] {
        var deck = Array(0..<rows[0].count)
        guard features < deck.count else { return deck }
        for place in 0..<features { deck.swapAt(place, place + generator.index(below: deck.count - place)) }
        return Array(deck[..<features])
    }

    private func split(
        _ rows: [[Float]], _ deck: inout [Int], _ generator: inout SeededGenerator
    ) -> ReferenceTree.Split? {
        let wanted = configuration.extensionLevel.map { $0 + 1 } ?? 1
        var split = ReferenceTree.Split(isPlane: configuration.extensionLevel != nil)
        var left = deck.count
        while split.terms.count < wanted, left > 0 {
            let drawn = generator.index(below: left)
            left -= 1
            deck.swapAt(drawn, left)
            let values = rows.map { $0[deck[left]] }.filter { !$0.isNaN }
            guard let least = values.min(), let most = values.max(), most > least + 1e-7 else { continue }
            if split.isPlane {
                let (first, second) = (generator.fraction(), generator.fraction())
                let weight = Float(sqrt(-2 * log(1 - first)) * cos(2 * .pi * second))
                let point = Double(least) + (Double(most) - Double(least)) * generator.fraction()
                split.terms.append(PlaneSplit.Term(feature: deck[left], weight: weight))
                split.limit += Float(point) * weight
            } else {
                let point = Double(least) + (Double(most) - Double(least)) * generator.fraction()
                split.terms.append(PlaneSplit.Term(feature: deck[left], weight: 1))
                split.limit = largestFloat(upTo: point, below: most) ?? least
            }
        }
        guard !split.terms.isEmpty else { return nil }
        if hasMissing {
            let projections = rows.map { split.projection($0) }.filter { !$0.isNaN }
            let below = projections.count { $0 <= split.limit }
            split.missingGoesLeft = 2 * below >= projections.count
        }
        return split
    }

    private func largestFloat(upTo point: Double, below most: Float) -> Float? {
        var value = Float(point)
        while Double(value) > point { value = value.nextDown }
        return value < most ? value : nil
    }
}

/// A tree as `ReferenceGrower` makes it.
struct ReferenceTree {
    let height: Int
    /// By slot: 1 is the root, and 2i and 2i + 1 are the children of i.
    var splits: [Int: Split] = [:]
    /// By slot of the last level, the first one that a leaf stands over.
    var leaves: [Int: Leaf] = [:]

    struct Split {
        let isPlane: Bool
        /// One of weight 1, or those of a plane.
        var terms: [PlaneSplit.Term] = []
        /// Rows whose sum is above it go right.
        var limit: Float = 0
        var missingGoesLeft = true

        func projection(_ row: [Float]) -> Float {
            isPlane ? terms.reduce(0) { $0 + row[$1.feature] * $1.weight } : row[terms[0].feature]
        }

        func sendsRight(_ row: [Float]) -> Bool {
            let projection = projection(row)
            return projection.isNaN ? !missingGoesLeft : projection > limit
        }
    }

    /// What `IsolationForest.image` says of the same tree.
    var image: String {
        let slots = 1 << height
        let splits = (1..<slots).map { self.splits[$0]?.image ?? "-" }
        let leaves = (slots..<2 * slots).map { "\((self.leaves[$0] ?? LeafTable.unreachable).packed) " }
        return (splits + leaves).joined()
    }
}

extension ReferenceTree.Split {
    fileprivate var image: String {
        isPlane
            ? "\(PlaneSplit(terms: terms, intercept: limit, missingGoesLeft: missingGoesLeft))"
            : "\(AxisSplit(feature: terms[0].feature, threshold: limit, missingGoesLeft: missingGoesLeft))"
    }
}
