/// What a field of a table says where a number is expected.
enum CSVNumber: Equatable {
    case number(Double)
    /// Nothing, `NaN`, `NA`, `N/A` or `null`.
    case missing
    /// An infinity, or a number beyond the range of Double.
    case infinite
    case noNumber

    /// Reads a decimal number, spaces around it aside, and rounds it as `Double(text)` does.
    init(_ field: UnsafeBufferPointer<UInt8>) {
        let text = field.trimmed
        guard let decimal = DecimalNumber(text) else {
            self = Self.word(text)
            return
        }
        let value = decimal.double ?? Double(String(decoding: text, as: UTF8.self)) ?? .nan
        self = value.isFinite ? .number(value) : .infinite
    }

    /// Whether it was written as a number, too large a one included.
    var isNumber: Bool {
        switch self {
        case .number, .infinite: true
        case .missing, .noNumber: false
        }
    }

    private static func word(_ text: UnsafeBufferPointer<UInt8>) -> CSVNumber {
        guard !text.isEmpty else { return .missing }
        guard text.count <= 9 else { return .noNumber }
        return switch String(decoding: text, as: UTF8.self).lowercased() {
        case "nan", "+nan", "-nan", "na", "n/a", "null": .missing
        case "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity": .infinite
        default: .noNumber
        }
    }
}
