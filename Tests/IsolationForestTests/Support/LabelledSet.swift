import Foundation
import IsolationForest

/// One of the tabular sets of the isolation-forest literature, kept beside the checkout.
struct LabelledSet {
    let matrix: FeatureMatrix
    /// Whether each row is an anomaly.
    let labels: [Bool]

    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    /// Reads `../shared/bench/data/forest/<name>.csv`, whose last column is the label.
    init(_ name: String) throws {
        let file = Self.folder.appending(path: "\(name).csv")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            throw Unreadable(description: "\(file.path) is missing; the bench data lies beside the checkout.")
        }
        let rows = try text.utf8.split(separator: UInt8(ascii: "\n")).dropFirst().map { line in
            try line.split(separator: UInt8(ascii: ",")).map { field in
                guard let value = Double(Substring(field)) else {
                    throw Unreadable(description: "\(file.path) holds '\(Substring(field))', which is not a number.")
                }
                return value
            }
        }
        matrix = try FeatureMatrix(convertingRows: rows.map { Array($0.dropLast()) })
        labels = rows.map { $0.last == 1 }
    }

    /// Every n-th row, as many as leave at most `limit`, spread over the whole set.
    func thinned(to limit: Int) throws -> LabelledSet {
        let step = (matrix.rows + limit - 1) / limit
        let kept = stride(from: 0, to: matrix.rows, by: step)
        let values = kept.flatMap { matrix.values[$0 * matrix.columns..<($0 + 1) * matrix.columns] }
        return LabelledSet(
            matrix: try FeatureMatrix(values, columns: matrix.columns), labels: kept.map { labels[$0] })
    }

    private init(matrix: FeatureMatrix, labels: [Bool]) {
        self.matrix = matrix
        self.labels = labels
    }

    /// The area under the ROC curve of scores that are lower for anomalies, by ranks (Mann and Whitney); equal scores
    /// share their mean rank.
    func auroc(scores: [Double]) -> Double {
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        var rankSum = 0.0
        var first = 0
        while first < order.count {
            let score = scores[order[first]]
            let tie = order[first...].prefix { scores[$0] == score }
            let meanRank = Double(tie.startIndex + tie.endIndex + 1) / 2
            rankSum += meanRank * Double(tie.count { !labels[$0] })
            first = tie.endIndex
        }
        let normal = Double(labels.count { !$0 })
        let anomalous = Double(labels.count) - normal
        return (rankSum - normal * (normal + 1) / 2) / (normal * anomalous)
    }

    /// Whether the sets lie beside the checkout.
    static var isAvailable: Bool { FileManager.default.fileExists(atPath: folder.path) }

    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
        .appending(path: "../shared/bench/data/forest").standardized
}
