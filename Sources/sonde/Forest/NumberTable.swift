/// The numbers of a CSV file, row after row, of the columns that were chosen.
struct NumberTable {
    /// NaN where a value is missing.
    private(set) var values: [Float]
    /// What the columns are called: as the header says, or else by their numbers in the file.
    private(set) var names: [String]
    let hasHeader: Bool
    /// Sentences on what may not have been meant as it was read.
    var notes: [String] = []

    var columns: Int { names.count }
    var rows: Int { values.count / columns }

    init(values: [Float], names: [String], hasHeader: Bool) {
        self.values = values
        self.names = names
        self.hasHeader = hasHeader
    }

    /// Whether the first column is 0, 1, 2, … or 1, 2, 3, … from top to bottom, as the index of a table is.
    var firstColumnCountsRows: Bool {
        guard let first = values.first, first == 0 || first == 1 else { return false }
        return (0..<rows).allSatisfy { values[$0 * columns] == Float(Int(first) + $0) }
    }

    /// Takes the first column out, in place.
    mutating func dropFirstColumn() {
        let (rows, columns) = (rows, columns)
        for row in 0..<rows {
            for column in 1..<columns { values[row * (columns - 1) + column - 1] = values[row * columns + column] }
        }
        values.removeLast(rows)
        names.removeFirst()
    }
}
