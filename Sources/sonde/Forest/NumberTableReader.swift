import Foundation
import SondeCore

/// Reads a CSV file into a `NumberTable`. Memory is taken for the numbers and for one block of the file.
struct NumberTableReader: ~Copyable {
    /// The numbers after which progress is told.
    private static let stride = 1 << 16
    /// The most numbers, which take half of the machine's memory.
    private static let limit = Int(clamping: ProcessInfo.processInfo.physicalMemory / 8)

    private let input: InputFile
    private let allowsMissing: Bool
    private let progress: (Int) -> Void
    private var fields: CSVFields
    private var values: [Float] = []

    /// - Parameter progress: Is told the number of rows read so far.
    init(_ path: String, allowsMissing: Bool, progress: @escaping (Int) -> Void) throws(ForestFailure) {
        let input = try InputFile(path)
        let fields = try CSVFields(input)
        self.input = input
        self.fields = fields
        self.allowsMissing = allowsMissing
        self.progress = progress
    }

    /// Reads the whole file, which has at least one row of at least one column.
    consuming func read() throws(ForestFailure) -> NumberTable {
        guard let ending = try beginLine() else {
            throw .badData("\(input.name) is empty; give it at least one row of numbers.")
        }
        let first = try FirstLine(&fields, of: input.name, ending: ending)
        if !first.isHeader {
            for (index, field) in first.fields.enumerated() {
                let value = try field.withUnsafeBufferPointer { field throws(ForestFailure) in
                    try number(field, at: "\(input.name):1:\(index + 1)")
                }
                values.append(value)
            }
        }
        try readRows(first.isUsed)
        guard !values.isEmpty else { throw .badData("\(input.name) has a header but no rows; give it at least one.") }
        let names = first.names.indices.filter { first.isUsed[$0] }.map { first.names[$0] }
        return NumberTable(values: values, names: names, hasHeader: first.isHeader, doubt: first.doubt(in: input.name))
    }

    private mutating func readRows(_ isUsed: [Bool]) throws(ForestFailure) {
        let used = isUsed.count { $0 }
        var next = Self.stride
        while var ending = try beginLine() {
            for column in isUsed.indices {
                if column > 0 {
                    guard ending == .separator else {
                        let found = "the line has \(column) of the \(isUsed.count) columns of the first line"
                        throw .badData("\(input.name):\(fields.line):\(column + 1): \(found); complete or remove it.")
                    }
                    ending = try fields.next()
                }
                if isUsed[column] { values.append(try number(fields.field, at: fields.place)) }
            }
            guard ending == .line else {
                throw .badData(
                    "\(input.name):\(fields.line):\(isUsed.count + 1): the line goes on after the \(isUsed.count) "
                        + "columns of the first line; quote what holds a separator, or remove the line.")
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
    private mutating func beginLine() throws(ForestFailure) -> CSVFields.Ending? {
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
        _ field: UnsafeBufferPointer<UInt8>, at place: @autoclosure () -> String
    ) throws(ForestFailure) -> Float {
        switch CSVNumber(field) {
        case .number(let value):
            return value
        case .missing:
            guard !allowsMissing else { return .nan }
            throw .badData(
                "\(place()): a value is missing; fill it in, remove the row, or fit with --missing larger-child.")
        case .infinite:
            throw .badData(
                "\(place()): '\(Self.quoted(field))' is infinite or above 3.4e38; limit it or remove the row.")
        case .noNumber:
            throw .badData("\(place()): '\(Self.quoted(field))' is not a number; correct it or remove the row.")
        }
    }

    /// A field for a message.
    private static func quoted(_ field: UnsafeBufferPointer<UInt8>) -> String {
        let text = TerminalText.safe(String(decoding: field.prefix(40), as: UTF8.self))
        return field.count > 40 ? text + "…" : text
    }
}
