/// A table for a person: the first column to the left, the others to the right.
enum AlignedTable {
    /// - Parameter rows: The first one has all columns.
    static func lines(of rows: [[String]]) -> [String] {
        let widths = rows[0].indices.map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { column, text in
                let padding = String(repeating: " ", count: widths[column] - text.count)
                return column == 0 ? text + padding : padding + text
            }.joined(separator: "  ")
        }
    }
}
