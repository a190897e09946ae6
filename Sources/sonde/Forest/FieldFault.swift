import SondeCore

/// What is wrong with a field that holds no number to learn from or to score, and how it is mended.
enum FieldFault {
    static let missing = "a value is missing; fill it in, remove the row, or fit with --missing larger-child."

    static func infinite(_ field: UnsafeBufferPointer<UInt8>) -> String {
        "'\(quoted(field))' is infinite or above 3.4e38; limit it or remove the row."
    }

    /// - Parameter isInFirstRow: Whether no row came before, so that the whole column may be of names or times.
    static func noNumber(_ field: UnsafeBufferPointer<UInt8>, isInFirstRow: Bool) -> String {
        "'\(quoted(field))' is not a number; \(remedy(for: field, isInFirstRow: isInFirstRow))."
    }

    private static func remedy(for field: UnsafeBufferPointer<UInt8>, isInFirstRow: Bool) -> String {
        let parts = field.trimmed.split(whereSeparator: { $0 == UInt8(ascii: " ") || $0 == .tab })
        if parts.count > 1, parts.allSatisfy({ isNumber(Array($0)) }) {
            return "put a comma, a semicolon or a tab between numbers, not spaces"
        }
        // A decimal comma.
        if field.contains(.comma), isNumber(field.map { $0 == .comma ? UInt8(ascii: ".") : $0 }) {
            return "write it with a decimal point"
        }
        return isInFirstRow
            ? "remove the column if it holds no numbers, or else correct it or remove the row"
            : "correct it or remove the row"
    }

    private static func isNumber(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { CSVNumber($0).isNumber }
    }

    private static func quoted(_ field: UnsafeBufferPointer<UInt8>) -> String {
        let text = TerminalText.safe(String(decoding: field.prefix(40), as: UTF8.self))
        return field.count > 40 ? text + "…" : text
    }
}
