#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Splits of the extended forest (Hariri, Carrasco Kind and Brunner, algorithm 2): a normal whose components are drawn
/// from N(0, 1), and a point on the plane drawn uniformly between the minima and maxima of the node's rows.
///
/// The features of the plane are drawn among those that vary in the node; the paper draws among all, and a plane that
/// leans on constant features alone separates nothing.
struct PlaneSplitter: TreeSplitter {
    typealias Splits = PlaneSplits

    private let sample: SampleRows
    private var deck: FeatureDeck
    private let components: Int

    init(_ sample: SampleRows, deck: FeatureDeck, components: Int) {
        self.sample = sample
        self.deck = deck
        self.components = components
    }

    mutating func load(_ rows: [Int], using generator: inout SeededGenerator) {
        sample.load(rows)
        deck.deal(using: &generator)
    }

    mutating func split(
        _ node: NodeRows, using generator: inout SeededGenerator
    ) -> (split: PlaneSplit, boundary: Int)? {
        deck.restore()
        var terms: [PlaneSplit.Term] = []
        var intercept: Float = 0
        while terms.count < components, let feature = deck.draw(using: &generator) {
            let (minimum, maximum) = sample.extent(of: feature, in: node)
            guard maximum > minimum + SampleRows.featureThreshold else { continue }
            let drawn = Float(generator.normal())
            // Drawn once in 2^53 times, and no plane.
            let weight = drawn == 0 ? 1 : drawn
            let point = Double(minimum) + (Double(maximum) - Double(minimum)) * generator.fraction()
            terms.append(PlaneSplit.Term(feature: feature, weight: weight))
            intercept += Float(point) * weight
        }
        // Values near the largest Float make sums that are not finite and separate nothing.
        guard !terms.isEmpty, intercept.isFinite else { return nil }
        var split = PlaneSplit(terms: terms, intercept: intercept)
        if sample.hasMissing { split.missingGoesLeft = sample.isLeftLarger(node, by: split) }
        return (split, sample.divide(node, by: split))
    }
}

extension SeededGenerator {
    /// A number from N(0, 1), by Box and Muller's transform (1958).
    fileprivate mutating func normal() -> Double {
        sqrt(-2 * log(1 - fraction())) * cos(2 * .pi * fraction())
    }
}
