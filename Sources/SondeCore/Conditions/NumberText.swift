/// Numbers as people and APIs write them. The grammar is Go's, because the conditions that people bring along were
/// written for it.

extension Int64 {
    /// Reads a whole number: `42`, `-7`, `0x1F`, `0o17`, `017` (octal), `0b101`, `1_000`; nil if it is not one.
    init?(prefixedNumber text: String) {
        var rest = Substring(text).utf8
        let negative = rest.first == UInt8(ascii: "-")
        if negative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        var radix: UInt64 = 10
        var prefixed = false
        if rest.first == UInt8(ascii: "0"), let second = rest.dropFirst().first {
            prefixed = true
            switch second | 0x20 {
            case UInt8(ascii: "x"): (radix, rest) = (16, rest.dropFirst(2))
            case UInt8(ascii: "o"): (radix, rest) = (8, rest.dropFirst(2))
            case UInt8(ascii: "b"): (radix, rest) = (2, rest.dropFirst(2))
            default: (radix, rest) = (8, rest.dropFirst())
            }
        }
        guard let magnitude = digits(of: rest, radix: radix, afterPrefix: prefixed) else { return nil }
        if negative {
            guard magnitude <= UInt64(Int64.max) + 1 else { return nil }
            self = Int64(truncatingIfNeeded: 0 &- magnitude)
        } else {
            guard let value = Int64(exactly: magnitude) else { return nil }
            self = value
        }
    }
}

/// The value of a run of digits; an underscore may stand between two of them or after a prefix.
private func digits(of text: Substring.UTF8View, radix: UInt64, afterPrefix: Bool) -> UInt64? {
    var value: UInt64 = 0
    var afterDigit = afterPrefix
    for byte in text {
        if byte == UInt8(ascii: "_") {
            guard afterDigit else { return nil }
            afterDigit = false
            continue
        }
        let digit: UInt64
        switch byte {
        case 0x30...0x39: digit = UInt64(byte - 0x30)
        case 0x41...0x46, 0x61...0x66: digit = UInt64((byte | 0x20) - 0x61 + 10)
        default: return nil
        }
        let (product, tooLarge) = value.multipliedReportingOverflow(by: radix)
        let (sum, tooLargeStill) = product.addingReportingOverflow(digit)
        guard digit < radix, !tooLarge, !tooLargeStill else { return nil }
        value = sum
        afterDigit = true
    }
    return text.isEmpty || !afterDigit ? nil : value
}

extension Double {
    /// Reads a decimal number, `24.99` or `1e-3`; nil if it is not one or is too large to be one.
    init?(decimal text: String) {
        // Double's own initialiser also accepts "nan", "inf" and hexadecimal fractions, which no API means as a number.
        let allowed = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "e"),
                UInt8(ascii: "E"):
                true
            default: false
            }
        }
        guard allowed, let value = Double(text), value.isFinite else { return nil }
        self = value
    }

    /// Reads a duration, `48h`, `1h30m`, `1.5s`, in milliseconds; nil if it is not one.
    init?(millisecondsOf text: String) {
        guard let nanoseconds = try? Double(nanosecondsOf: text) else { return nil }
        self = nanoseconds / 1e6
    }

    /// The nearest number of six digits, or the nearest whole number where that has more.
    var shortened: Double {
        var scale = 1.0
        // Powers of ten are exact up to the 22nd, so that the quotient is the number that these digits write.
        while abs(self) * scale < 100_000, scale < 1e22 { scale *= 10 }
        return abs(self) * scale < 100_000 ? self : (self * scale).rounded() / scale
    }

    /// As Go prints it: `1` and not `1.0`, all digits up to 10^21.
    var plainText: String {
        if let whole = Int64(exactly: self) { return String(whole) }
        let text = description
        guard abs(self) >= 1e15, abs(self) < 1e21, let exponent = text.firstIndex(of: "e"),
            let power = Int(text[text.index(after: exponent)...])
        else { return text.hasSuffix(".0") ? String(text.dropLast(2)) : text }
        let digits = text[..<exponent].filter { $0 != "." }
        let sign = self < 0 ? 1 : 0
        return digits + String(repeating: "0", count: max(0, power + 1 - (digits.count - sign)))
    }
}
