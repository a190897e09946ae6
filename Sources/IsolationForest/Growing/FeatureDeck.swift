/// The features of one tree, from which each node draws without replacement.
struct FeatureDeck: Sendable {
    private let columns: Int
    private let size: Int
    private var features: [Int] = []
    /// Features before this index are still to be drawn.
    private var left = 0

    /// - Parameter size: The features that one tree may split on, at most all columns.
    init(columns: Int, size: Int) {
        self.columns = columns
        self.size = size
    }

    /// Draws the features of a new tree. The order that the previous tree left behind would make a tree depend on the
    /// trees before it.
    mutating func deal(using generator: inout SeededGenerator) {
        features = Array(0..<columns)
        guard size < columns else { return }
        for index in 0..<size { features.swapAt(index, index + generator.index(below: columns - index)) }
        features.removeLast(columns - size)
    }

    /// Puts all features of the tree back.
    mutating func restore() { left = features.count }

    /// One of the features that are left, each as likely as the others.
    mutating func draw(using generator: inout SeededGenerator) -> Int? {
        guard left > 0 else { return nil }
        let index = generator.index(below: left)
        left -= 1
        features.swapAt(index, left)
        return features[left]
    }
}
