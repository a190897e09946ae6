/// The statement that inserts many rows from an array for each column. Rows whose key is there already are left out.
struct RowInsertion {
    let table: String
    /// Names and types, in the order of the parameters.
    let columns: [(name: String, type: String)]

    var statement: String { "\(selection) ON CONFLICT DO NOTHING" }

    /// For rows that may come into compressed chunks: before 2.18.2 TimescaleDB left out, after the first row that was
    /// there already, all the others, too (timescaledb #7673). So those that are there are not offered.
    var lateStatement: String {
        let isThere = ["api_name", "timestamp", "location"].map { "old.\($0) = new.\($0)" }.joined(separator: " AND ")
        return "\(selection) WHERE NOT EXISTS (SELECT FROM \(table) AS old WHERE \(isThere)) ON CONFLICT DO NOTHING"
    }

    private var selection: String {
        let names = columns.map(\.name).joined(separator: ", ")
        let arrays = columns.enumerated().map { "$\($0 + 1)::\($1.type)[]" }.joined(separator: ", ")
        return "INSERT INTO \(table) (\(names)) SELECT * FROM unnest(\(arrays)) AS new (\(names))"
    }
}
