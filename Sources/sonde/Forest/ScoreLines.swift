import Dispatch
import IsolationForest
import Synchronization

/// The lines of a file of scores.
struct ScoreLines: Sendable {
    /// The features named for a row.
    private static let explained = 3

    let forest: IsolationForest
    let table: NumberTable
    /// By column: its name as a field, the model's before the file's; nil where rows are not explained.
    private let names: [[UInt8]]?

    init(_ forest: IsolationForest, _ table: NumberTable, explains: Bool) {
        self.forest = forest
        self.table = table
        names = explains ? (forest.featureNames ?? table.names).map(Self.field) : nil
    }

    var header: [UInt8] {
        let explanation = (1...Self.explained).map { ",feature_\($0),contribution_\($0)" }.joined()
        return Array("row,anomaly_score,decision,is_anomaly\(names == nil ? "" : explanation)\n".utf8)
    }

    /// The lines of some rows, and the number of anomalies among them.
    func block(of rows: Range<Int>, threads: Int) throws(CommandFailure) -> (text: [UInt8], anomalies: Int) {
        let columns = table.columns
        let block = Array(table.values[rows.lowerBound * columns..<rows.upperBound * columns])
        let scores: [Double]
        do {
            scores = try forest.scoreSamples(FeatureMatrix(block, columns: columns), threads: threads)
        } catch {
            throw .badData("\(error)")
        }
        let offset = forest.offset ?? 0
        // The rows have been scored, so that explaining them cannot fail.
        let parts = Self.map(over: rows.count, parts: threads) { part in
            var text: [UInt8] = []
            text.reserveCapacity(part.count * (names == nil ? 56 : 160))
            let explanations = names == nil ? [] : explain(block[part.lowerBound * columns..<part.upperBound * columns])
            for index in part {
                append(scores[index], offset, row: rows.lowerBound + index + 1, to: &text)
                if names != nil { append(explanations[index - part.lowerBound], to: &text) }
                text.append(.lineFeed)
            }
            return text
        }
        return (Array(parts.joined()), scores.count { $0 - offset < 0 })
    }

    private func append(_ score: Double, _ offset: Double, row: Int, to text: inout [UInt8]) {
        let decision = score - offset
        text.append(contentsOf: "\(row),".utf8)
        text.append(contentsOf: score.description.utf8)
        text.append(.comma)
        text.append(contentsOf: decision.description.utf8)
        text.append(contentsOf: decision < 0 ? ",true".utf8 : ",false".utf8)
    }

    private func explain(_ rows: ArraySlice<Float>) -> [IsolationForest.Explanation] {
        (try? forest.explain(FeatureMatrix(Array(rows), columns: table.columns))) ?? []
    }

    private func append(_ explanation: IsolationForest.Explanation, to text: inout [UInt8]) {
        guard let names else { return }
        let strongest = explanation.strongest(Self.explained)
        for feature in strongest {
            text.append(.comma)
            text.append(contentsOf: names[feature])
            text.append(.comma)
            text.append(contentsOf: explanation.contributions[feature].description.utf8)
        }
        for _ in strongest.count..<Self.explained { text.append(contentsOf: ",,".utf8) }
    }

    /// A name as a field of a CSV file.
    private static func field(_ name: String) -> [UInt8] {
        let needsQuotes = name.utf8.contains { $0 == .comma || $0 == .quote || $0.isLineEnd }
        return Array((needsQuotes ? "\"\(name.replacing("\"", with: "\"\""))\"" : name).utf8)
    }

    /// What `body` makes of ranges that together cover `0..<count`, in order.
    private static func map(
        over count: Int, parts: Int, _ body: @Sendable (Range<Int>) -> [UInt8]
    ) -> [[UInt8]] {
        let parts = max(1, min(parts, count))
        let results = Mutex([[UInt8]](repeating: [], count: parts))
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            let result = body(count * part / parts..<count * (part + 1) / parts)
            results.withLock { $0[part] = result }
        }
        return results.withLock { $0 }
    }
}
