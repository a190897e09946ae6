/// What is wrong with a field that holds no number, and how it is mended.
enum FieldFault {
    /// - Parameter isInFirstRow: Whether no row came before, so that the whole column may be of names or times.
    static func noNumber(_ field: UnsafeBufferPointer<UInt8>, isInFirstRow: Bool) -> String {
        "'\(field.excerpt)' is not a number; \(remedy(for: field, isInFirstRow: isInFirstRow))."
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
}
