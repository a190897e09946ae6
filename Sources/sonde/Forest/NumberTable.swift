/// The numbers of a CSV file, row after row, without its column `label`.
struct NumberTable {
    /// NaN where a value is missing.
    var values: [Float]
    /// What the columns are called: as the header says, or else by their numbers in the file.
    let names: [String]
    let hasHeader: Bool
    /// A sentence where the header may have been meant as a row; nil where there is no doubt.
    let doubt: String?

    var columns: Int { names.count }
    var rows: Int { values.count / columns }
}
