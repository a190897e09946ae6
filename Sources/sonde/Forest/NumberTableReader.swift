import Foundation

/// Reads a CSV file into a `NumberTable`. Memory is taken for the numbers and for one block of the file.
struct NumberTableReader: ~Copyable {
    /// The numbers after which progress is told.
    private static let stride = 1 << 16
    /// The most numbers, which take half of the machine's memory.
    private static let limit = Int(clamping: ProcessInfo.processInfo.physicalMemory / 8)

    /// Decides by the first line, and the file's name for messages, what is read.
    typealias Choice = (FirstLine, String) throws(CommandFailure) -> ColumnChoice

    private let input: InputFile
    private let allowsMissing: Bool
    private let choose: Choice
    private let progress: (Int) -> Void
    private var fields: CSVFields
    private var values: [Float] = []

    /// - Parameter progress: Is told the number of rows read so far.
    init(
        _ path: String, allowsMissing: Bool, choose: @escaping Choice, progress: @escaping (Int) -> Void
    ) throws(CommandFailure) {
        let input = try InputFile(path)
        let fields = try CSVFields(input)
        self.input = input
        self.fields = fields
        self.allowsMissing = allowsMissing
        self.choose = choose
        self.progress = progress
    }

    /// Reads the whole file, which has at least one row of at least one column.
    consuming func read() throws(CommandFailure) -> NumberTable {
        guard let ending = try beginLine() else {
            throw .badData("\(input.name) is empty; give it at least one row of numbers.")
        }
        let first = try FirstLine(&fields, of: input.name, ending: ending)
        let choice = try choose(first, input.name)
        if !first.isHeader { try take(first, choice) }
        try readRows(choice)
        guard !values.isEmpty else { throw .badData("\(input.name) has a header but no rows; give it at least one.") }
        var table = NumberTable(values: values, names: choice.names, hasHeader: first.isHeader)
        values = []
        table.notes = [first.doubt(in: input.name).map { "note: \($0)" }, choice.note].compactMap(\.self)
        if choice.mayDropIndex { judgeIndex(of: &table, first) }
        return table
    }

    /// A column without a name is most often an index of the rows, which says nothing about them.
    private func judgeIndex(of table: inout NumberTable, _ line: FirstLine) {
        let isUnnamed = line.isUnnamed(0)
        let name = "'\(NameList.quoted(table.names[0]))'"
        guard table.firstColumnCountsRows else {
            let found =
                isUnnamed
                ? " has no name and is read like the others, as \(name)" : ", \(name), is read like the others"
            table.notes.append(
                "note: \(input.name): the first column\(found); remove it if it is an index of the rows.")
            return
        }
        table.dropFirstColumn()
        let found = isUnnamed ? "which has no name and counts the rows," : "\(name), counts the rows and"
        table.notes.append("note: \(input.name): the first column, \(found) is ignored.")
    }

    /// Takes a first line that is a row.
    private mutating func take(_ line: FirstLine, _ choice: ColumnChoice) throws(CommandFailure) {
        for (index, field) in line.fields.enumerated() where choice.places[index] != nil {
            let value = try field.withUnsafeBufferPointer { field throws(CommandFailure) in
                try number(field, at: "\(input.name):1:\(index + 1)", columns: choice.names.count)
            }
            values.append(value)
        }
    }

    private mutating func readRows(_ choice: ColumnChoice) throws(CommandFailure) {
        let (places, used) = (choice.places, choice.names.count)
        var next = Self.stride
        while var ending = try beginLine() {
            let start = values.count
            values.append(contentsOf: repeatElement(0, count: used))
            for column in places.indices {
                if column > 0 {
                    guard ending == .separator else {
                        let fault = LineFault.tooShort(column, of: places.count)
                        throw .badData("\(input.name):\(fields.line):\(column + 1): \(fault)")
                    }
                    ending = try fields.next()
                }
                if let place = places[column] {
                    values[start + place] = try number(fields.field, at: fields.place, columns: used)
                }
            }
            guard ending == .line else {
                throw .badData(
                    "\(input.name):\(fields.line):\(places.count + 1): \(LineFault.tooLong(places.count))")
            }
            guard values.count >= next else { continue }
            progress(values.count / used)
            if next == Self.stride { reserve() }
            guard values.count < Self.limit else {
                throw .badData(
                    "\(fields.place): the numbers so far take half of this machine's memory; take a sample.")
            }
            next = values.count + Self.stride
        }
    }

    /// Reads the first field of the next line that is not empty; nil at the end of the file, before which there may be
    /// empty lines.
    private mutating func beginLine() throws(CommandFailure) -> CSVFields.Ending? {
        var emptyLine: String?
        while try fields.hasLine() {
            let ending = try fields.next()
            if ending == .line, fields.field.isEmpty, !fields.isQuoted {
                emptyLine = emptyLine ?? fields.place
                continue
            }
            if let emptyLine { throw .badData("\(emptyLine): the line is empty, but others follow; remove it.") }
            return ending
        }
        return nil
    }

    /// Makes room for the rows that the rest of the file will hold if they are like those read so far, so that no
    /// array has to be copied into a larger one.
    private mutating func reserve() {
        guard let size = input.size, fields.consumed > 0 else { return }
        let expected = Double(values.count) * Double(size) / Double(fields.consumed) * 1.05
        values.reserveCapacity(min(Int(expected), Self.limit))
    }

    private func number(
        _ field: UnsafeBufferPointer<UInt8>, at place: @autoclosure () -> String, columns: Int
    ) throws(CommandFailure) -> Float {
        switch CSVNumber(field) {
        case .number(let value) where Float(value).isFinite:
            return Float(value)
        case .missing:
            guard !allowsMissing else { return .nan }
            throw .badData("\(place()): \(FieldFault.missing)")
        case .number, .infinite:
            throw .badData("\(place()): \(FieldFault.infinite(field))")
        case .noNumber:
            let isFirstRow = values.count <= columns
            throw .badData("\(place()): \(FieldFault.noNumber(field, isInFirstRow: isFirstRow))")
        }
    }
}
