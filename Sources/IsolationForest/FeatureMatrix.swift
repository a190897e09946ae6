/// Rows of features in one flat array, row after row.
///
/// A matrix is never empty and its rows are never ragged; whether its values are finite is for the forest to check.
public struct FeatureMatrix: Sendable, Equatable {
    /// All values, row after row: `rows` times `columns` of them.
    public let values: [Float]
    /// The number of features of a row.
    public let columns: Int

    /// The number of rows.
    public var rows: Int { values.count / columns }

    /// The most columns that a forest can split on.
    public static let columnLimit = AxisSplits.featureLimit

    /// Takes values that lie row after row, without copying them.
    ///
    /// Throws `emptyMatrix`, `columnsOutOfRange`, or `unevenValues` where the last row would be incomplete.
    public init(_ values: [Float], columns: Int) throws(IsolationForestError) {
        guard !values.isEmpty else { throw .emptyMatrix }
        guard 1...Self.columnLimit ~= columns else { throw .columnsOutOfRange(columns) }
        guard values.count.isMultiple(of: columns) else {
            throw .unevenValues(count: values.count, columns: columns)
        }
        self.values = values
        self.columns = columns
    }

    /// Takes one array for each row.
    ///
    /// Throws `rowLength` for the first row that differs from the first one in length.
    public init(rows: [[Float]]) throws(IsolationForestError) {
        let columns = rows.first?.count ?? 0
        for (index, row) in rows.enumerated() where row.count != columns {
            throw .rowLength(row: index + 1, expected: columns, found: row.count)
        }
        try self.init(rows.flatMap(\.self), columns: columns)
    }

    /// Rounds values that lie row after row to Float, in which scikit-learn's forest works as well.
    public init(converting values: [Double], columns: Int) throws(IsolationForestError) {
        try self.init(values.map(Float.init), columns: columns)
    }

    /// Rounds one array for each row to Float.
    public init(convertingRows rows: [[Double]]) throws(IsolationForestError) {
        try self.init(rows: rows.map { $0.map(Float.init) })
    }
}
