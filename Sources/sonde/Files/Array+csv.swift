/// Writing the fields of a CSV file (RFC 4180).
extension [UInt8] {
    /// Text, in quotes where it needs them.
    mutating func append(field text: String) {
        let needsQuotes = text.utf8.contains { $0 == .comma || $0 == .quote || $0.isLineEnd }
        guard needsQuotes else { return append(contentsOf: text.utf8) }
        append(.quote)
        for byte in text.utf8 {
            if byte == .quote { append(.quote) }
            append(byte)
        }
        append(.quote)
    }

    /// The shortest text that reads back as the same number.
    mutating func append(number value: Double) {
        if value == value.rounded(), abs(value) < 1e15 {
            append(contentsOf: String(Int64(value)).utf8)
        } else {
            append(contentsOf: value.description.utf8)
        }
    }
}
