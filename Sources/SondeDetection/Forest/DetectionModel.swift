import IsolationForest
package import SondeCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A trained forest with what is needed to judge one probe: the decision function and its tail in training.
package struct DetectionModel: Sendable {
    /// The lowest training scores that are kept to rank new scores against; scores above them are not strange.
    private static let tailLength = 128

    package let trainedAt: Timestamp
    /// Rows that it was trained on.
    package let rows: Int
    private let forest: IsolationForest
    /// The lowest decision scores of the training rows, ascending.
    private let tail: [Float]

    /// Trains on a row-major matrix with `FeatureVector.count` columns.
    ///
    /// - Parameter contamination: scikit-learn's: the share of training rows whose score shall be below 0.
    package init(training rows: [Float], contamination: Double, seed: UInt64, at time: Timestamp) throws {
        let matrix = try FeatureMatrix(rows, columns: FeatureVector.count)
        var forest = IsolationForest(.init(contamination: .fraction(contamination), seed: seed))
        try forest.fit(matrix)
        self.forest = forest
        self.rows = rows.count / FeatureVector.count
        trainedAt = time
        let scores = try forest.decisionFunction(matrix).sorted()
        tail = scores.prefix(Self.tailLength).map { Float($0) }
    }

    /// The decision score: below 0 is anomalous, lower is stranger. Nil if a feature is not finite.
    package func score(_ features: FeatureVector) -> Double? {
        features.withRow { row in try? forest.decision(of: row) }
    }

    /// -log10 of the share of training rows that score as low as this, (rank + 1) / (rows + 1).
    package func surprise(of score: Double) -> Double {
        let rank = tail.partitioningIndex { Double($0) > score }
        return -log10(Double(rank + 1) / Double(rows + 1))
    }

    /// The surprise of a score below those of all training rows.
    package var greatestSurprise: Double { -log10(1 / Double(rows + 1)) }
}

extension Array {
    /// The first index whose element belongs to the second half of a partitioned array.
    fileprivate func partitioningIndex(where belongsInSecondPartition: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if belongsInSecondPartition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
