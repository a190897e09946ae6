/// Reads the rows of a series from a CSV file, one after the other.
struct SeriesReader: ~Copyable {
    let columns: SeriesColumns
    private let input: InputFile
    private var fields: CSVFields
    private var apiName = RepeatedText()
    private var errorMessage = RepeatedText()

    /// Reads the first line, which names the columns.
    init(_ input: InputFile) throws(CommandFailure) {
        var fields = try CSVFields(input)
        columns = try SeriesColumns(&fields, of: input.name)
        self.input = input
        self.fields = fields
    }

    var kind: SeriesColumns.Kind { columns.kind }
    /// The bytes of the file, as it is stored, that have been read so far: the input's `size` at the end.
    var consumed: Int { fields.consumed }
    /// Where the row is that was read last: FILE:LINE.
    var place: String { "\(input.name):\(line)" }
    /// The line of the file on which that row ends.
    var line: Int { fields.line }

    /// The next row; nil at the end of the file, which may have none. Blank lines are passed over.
    mutating func next() throws(CommandFailure) -> SeriesRow? {
        guard var ending = try fields.beginFilledLine() else { return nil }
        var row = SeriesRow()
        let roles = columns.roles
        for column in roles.indices {
            if column > 0 {
                guard ending == .separator else {
                    throw .badData("\(place):\(column + 1): \(LineFault.tooShort(column, of: roles.count))")
                }
                ending = try fields.next()
            }
            guard let role = roles[column] else { continue }
            do {
                try take(role, into: &row)
            } catch {
                throw .badData("\(fields.place): \(error.sentence)")
            }
        }
        guard ending == .line else {
            throw .badData("\(place):\(roles.count + 1): \(LineFault.tooLong(roles.count))")
        }
        return row
    }

    /// Takes what the field says that was read last.
    private mutating func take(_ role: SeriesColumns.Role, into row: inout SeriesRow) throws(SeriesFault) {
        let field = fields.field
        switch role {
        case .time:
            row.time = try SeriesField.time(field)
            row.timestampText = String(decoding: field, as: UTF8.self)
        case .value:
            row.value = try kind == .value ? SeriesField.number(field) : SeriesField.milliseconds(field)
        case .apiName: row.apiName = try Self.text(&apiName, of: field)
        case .success: row.success = try SeriesField.flag(field)
        case .statusCode: row.statusCode = try SeriesField.statusCode(field)
        case .responseSize: row.responseSize = try SeriesField.size(field)
        case .errorMessage: row.errorMessage = try Self.text(&errorMessage, of: field)
        case .dns: row.phases.dns = try SeriesField.milliseconds(field)
        case .connect: row.phases.connect = try SeriesField.milliseconds(field)
        case .tls: row.phases.tls = try SeriesField.milliseconds(field)
        case .ttfb: row.phases.ttfb = try SeriesField.milliseconds(field)
        case .transfer: row.phases.transfer = try SeriesField.milliseconds(field)
        }
    }

    private static func text(
        _ last: inout RepeatedText, of field: UnsafeBufferPointer<UInt8>
    ) throws(SeriesFault) -> String? {
        guard let text = last.text(of: field) else { throw .noUTF8 }
        return text.isEmpty ? nil : text
    }
}
