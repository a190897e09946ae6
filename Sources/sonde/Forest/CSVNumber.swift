/// What a field of a table says.
enum CSVNumber: Equatable {
    case number(Float)
    /// Nothing, `NaN`, `NA`, `N/A` or `null`.
    case missing
    /// An infinity, or a number beyond the range of Float.
    case infinite
    case noNumber

    /// Reads a decimal number, spaces around it aside, and rounds it as `Float(Double(text))` does.
    init(_ field: UnsafeBufferPointer<UInt8>) {
        let text = field.trimmed
        guard let decimal = Decimal(text) else {
            self = Self.word(text)
            return
        }
        let value = decimal.float ?? Float(Double(String(decoding: text, as: UTF8.self)) ?? .nan)
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
        guard text.count <= 9 else { return .noNumber }
        return switch String(decoding: text, as: UTF8.self).lowercased() {
        case "", "nan", "+nan", "-nan", "na", "n/a", "null": .missing
        case "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity": .infinite
        default: .noNumber
        }
    }
}

/// A number as it is written: ± digits · 10^exponent.
private struct Decimal {
    private var isNegative = false
    /// All digits, or where there are more than 19, the first 19 of them.
    private var digits: UInt64 = 0
    private var exponent = 0

    init?(_ text: UnsafeBufferPointer<UInt8>) {
        var at = 0
        if at < text.count, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") {
            isNegative = text[at] == UInt8(ascii: "-")
            at += 1
        }
        var count = take(text, &at, exponentStep: 0)
        if at < text.count, text[at] == UInt8(ascii: ".") {
            at += 1
            count += take(text, &at, exponentStep: -1)
        }
        guard count > 0 else { return nil }
        if at < text.count, text[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            guard takeExponent(text, &at) else { return nil }
        }
        guard at == text.count else { return nil }
    }

    /// Takes a run of digits; returns how many.
    private mutating func take(_ text: UnsafeBufferPointer<UInt8>, _ at: inout Int, exponentStep: Int) -> Int {
        let start = at
        while at < text.count {
            let digit = text[at] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            if digits < Self.tenToThe18 {
                digits = digits &* 10 &+ UInt64(digit)
                exponent &+= exponentStep
            } else {
                exponent &+= exponentStep &+ 1
            }
            at += 1
        }
        return at - start
    }

    private mutating func takeExponent(_ text: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> Bool {
        var isNegative = false
        if at < text.count, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") {
            isNegative = text[at] == UInt8(ascii: "-")
            at += 1
        }
        let start = at
        var number = 0
        while at < text.count {
            let digit = text[at] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            number = min(number &* 10 &+ Int(digit), 1_000_000)
            at += 1
        }
        exponent += isNegative ? -number : number
        return at > start
    }

    /// The number, where this quick way is certain of it.
    ///
    /// Up to 2^53 no digits are left out, and up to 10^22 the power is exact, so that only the product is rounded.
    /// Otherwise up to three roundings and the digits left out put the product at most 2^-51 of itself away from the
    /// number; rounding is monotonic, so that where both ends of a wider interval round to the same Float, everything
    /// between them does.
    var float: Float? {
        guard digits > 0 else { return isNegative ? -0.0 : 0 }
        let power = exponent.magnitude
        guard power < Self.powersOfTen.count else { return nil }
        let ten = Self.powersOfTen[Int(power)]
        let magnitude = exponent < 0 ? Double(digits) / ten : Double(digits) * ten
        let value = isNegative ? -magnitude : magnitude
        if digits <= 1 << 53, power <= 22 { return Float(value) }
        let lower = Float(value * (1 - 0x1p-50))
        return lower == Float(value * (1 + 0x1p-50)) ? lower : nil
    }

    private static let tenToThe18: UInt64 = 1_000_000_000_000_000_000
    /// Each the Double nearest to it.
    private static let powersOfTen = (0...60).map { Double("1e\($0)") ?? .nan }
}

extension UnsafeBufferPointer<UInt8> {
    /// Without spaces and tabs around it.
    var trimmed: Self {
        var (start, end) = (startIndex, endIndex)
        while start < end, self[start] == UInt8(ascii: " ") || self[start] == .tab { start += 1 }
        while start < end, self[end - 1] == UInt8(ascii: " ") || self[end - 1] == .tab { end -= 1 }
        return Self(rebasing: self[start..<end])
    }
}
