import IsolationForest
import SondeCore

/// The first line of a table, which is a header when a field of it is no number.
struct FirstLine {
    /// The column that says what is to be found out.
    private static let label = "label"
    /// What pandas calls the index of a table that was written with one and read again.
    private static let pandasIndex = "Unnamed: 0"
    /// In bytes: a name of 128 for each column of the widest matrix.
    private static let limit = 128 * FeatureMatrix.columnLimit

    /// The fields, without quotes.
    let fields: [[UInt8]]
    let isHeader: Bool
    /// By column of the file: what the header says, or else the number of the column.
    let names: [String]
    /// By column of the file: whether it says what is to be found out.
    let isLabel: [Bool]

    /// Reads the line, whose first field has been read already.
    init(_ csv: inout CSVFields, of file: String, ending: CSVFields.Ending) throws(CommandFailure) {
        var fields = [Array(csv.field)]
        var isHeader = CSVNumber(csv.field) == .noNumber
        var ending = ending
        var length = csv.field.count
        while ending == .separator {
            ending = try csv.next()
            length += csv.field.count
            guard fields.count <= FeatureMatrix.columnLimit, length <= Self.limit else { throw Self.tooLong(file) }
            isHeader = isHeader || CSVNumber(csv.field) == .noNumber
            fields.append(Array(csv.field))
        }
        var names = fields.indices.map { "\($0 + 1)" }
        if isHeader {
            for (index, field) in fields.enumerated() {
                let name = try Self.name(field, at: "\(file):1:\(index + 1)")
                if !name.isEmpty { names[index] = name }
            }
        }
        isLabel = names.map { isHeader && $0.lowercased() == Self.label }
        let used = isLabel.count { !$0 }
        guard used > 0 else { throw .badData("\(file) has no column but \(Self.label); give it one with numbers.") }
        guard used <= FeatureMatrix.columnLimit else { throw Self.tooLong(file) }
        (self.fields, self.isHeader, self.names) = (fields, isHeader, names)
    }

    /// Whether the first column has no name, or the one that pandas gives it, as the index of a table has that pandas or
    /// R wrote.
    var hasUnnamedFirst: Bool { isHeader && (isUnnamed(0) || names[0] == Self.pandasIndex) }

    /// Whether the header says nothing over a column.
    func isUnnamed(_ column: Int) -> Bool {
        isHeader && fields[column].withUnsafeBufferPointer { $0.trimmed.isEmpty }
    }

    /// A column in a sentence.
    func description(of column: Int) -> String {
        isUnnamed(column) ? "column \(column + 1), which has no name" : "'\(NameList.quoted(names[column]))'"
    }

    /// Numbers among the names make it doubtful that the line is a header; a `label` among them says that it is.
    func doubt(in file: String) -> String? {
        let kinds = fields.map { field in field.withUnsafeBufferPointer { CSVNumber($0) } }
        guard isHeader, !isLabel.contains(true), kinds.contains(where: \.isNumber),
            let odd = kinds.firstIndex(of: .noNumber)
        else { return nil }
        return "\(file):1 is taken for a header because of '\(TerminalText.safe(names[odd]))' in column "
            + "\(odd + 1); if it is a row, mend that number."
    }

    private static func name(_ field: [UInt8], at place: String) throws(CommandFailure) -> String {
        let bytes = field.withUnsafeBufferPointer { Array($0.trimmed) }
        guard let name = String(validating: bytes, as: UTF8.self) else {
            throw .badData("\(place): the name of this column is not UTF-8; save the file as CSV in UTF-8.")
        }
        return name
    }

    private static func tooLong(_ file: String) -> CommandFailure {
        .badData(
            "\(file): the first line has more than \(FeatureMatrix.columnLimit) columns or is longer than "
                + "\(limit >> 20) MB; is this a CSV file?")
    }
}
