import Foundation
import Testing

/// Figures of scikit-learn, made by Benchmarks/forest/reference.py.
struct ScikitLearnReference: Decodable, Sendable {
    /// The AUROC of a labelled set.
    struct Area: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        /// Rows that were scored: every n-th, as `LabelledSet.thinned` leaves.
        let scoredRows: Int
        /// The mean of `seeds` forests.
        let mean: Double
        let seeds: Int

        var testDescription: String { name }
    }

    /// The scores of made-up rows, pooled over many forests.
    struct Distribution: Decodable, Sendable, CustomTestStringConvertible {
        /// That of a case of `ReferenceRows`.
        let name: String
        let rows: Int
        let columns: Int
        /// Every n-th row is scored.
        let rowStep: Int
        /// That of the rows.
        let checksum: String
        /// By the number of forests in a pool: how far pools of other forests of scikit-learn are from this.
        let ownDistances: [String: [Double]]
        /// At equal shares from 0 to 1.
        let quantiles: [Double]

        var testDescription: String { name }
    }

    let areas: [Area]
    let distributions: [Distribution]

    static func load() throws -> ScikitLearnReference {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Reference/sklearn.json")
        return try JSONDecoder().decode(ScikitLearnReference.self, from: Data(contentsOf: file))
    }
}

extension ScikitLearnReference.Distribution {
    /// How far pools of so many of scikit-learn's own forests are from this.
    func ownDistances(of forests: Int) throws -> [Double] {
        try #require(ownDistances["\(forests)"], "reference.py makes no pools of \(forests)")
    }

    /// Kolmogorov and Smirnov's statistic: how far the shares of a sample are from these at most.
    func distance(to sample: [Double]) -> Double {
        let sorted = sample.sorted()
        let count = Double(sorted.count)
        return sorted.enumerated().map { index, value in
            let expected = share(below: value)
            return max((Double(index) + 1) / count - expected, expected - Double(index) / count)
        }.max() ?? 1
    }

    private func share(below value: Double) -> Double {
        guard let first = quantiles.first, value > first else { return 0 }
        var (low, high) = (0, quantiles.count - 1)
        guard value < quantiles[high] else { return 1 }
        while high - low > 1 {
            let middle = (low + high) / 2
            if quantiles[middle] <= value { low = middle } else { high = middle }
        }
        let part = (value - quantiles[low]) / (quantiles[high] - quantiles[low])
        return (Double(low) + part) / Double(quantiles.count - 1)
    }
}
