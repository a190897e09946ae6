/// Splits with scikit-learn's choices: a feature, uniformly among those that vary in a node, and a threshold, uniformly
/// between that feature's minimum and maximum.
struct AxisSplitter: TreeSplitter {
    typealias Splits = AxisSplits

    private let sample: SampleRows
    private var deck: FeatureDeck

    init(_ sample: SampleRows, deck: FeatureDeck) {
        self.sample = sample
        self.deck = deck
    }

    mutating func load(_ rows: [Int], using generator: inout SeededGenerator) {
        sample.load(rows)
        deck.deal(using: &generator)
    }

    mutating func split(
        _ node: NodeRows, using generator: inout SeededGenerator
    ) -> (split: AxisSplit, boundary: Int)? {
        deck.restore()
        while let feature = deck.draw(using: &generator) {
            let (minimum, maximum) = sample.extent(of: feature, in: node)
            guard maximum > minimum + SampleRows.featureThreshold else { continue }
            var split = AxisSplit(
                feature: feature,
                threshold: Self.threshold(from: minimum, to: maximum, at: generator.fraction()))
            if sample.hasMissing {
                split.missingGoesLeft = sample.isLeftLarger(node, by: feature, at: split.threshold)
            }
            return (split, sample.divide(node, by: split))
        }
        return nil
    }

    /// The point between two values, never the upper one, so that both sides of a split hold a row.
    ///
    /// scikit-learn compares with a threshold in Double; rounded down to Float, it divides Floats in the same way.
    static func threshold(from minimum: Float, to maximum: Float, at fraction: Double) -> Float {
        let point = Double(minimum) + (Double(maximum) - Double(minimum)) * fraction
        let nearest = Float(point)
        let threshold = Double(nearest) > point ? nearest.nextDown : nearest
        return threshold < maximum ? threshold : minimum
    }
}
