/// Why a text is not a duration, or not a size.
package enum QuantityFault: Error {
    /// A number without a unit.
    case noUnit
    case malformed
    /// Larger than what is meant to hold it.
    case tooLarge
}

/// A number with a unit, as it stands at the front of a text: `1.5h`.
package struct QuantityText {
    package let number: Double
    /// What follows the number, up to the next one; empty if nothing does.
    package let unit: Substring

    /// Takes digits with at most one point, and what follows up to the next digit, from the front of the text.
    package init(takenFrom text: inout Substring.UTF8View) throws(QuantityFault) {
        let point = UInt8(ascii: ".")
        let numberEnd = text.firstIndex { !isDigit($0) && $0 != point } ?? text.endIndex
        let digits = text[..<numberEnd]
        guard digits.contains(where: isDigit), digits.count(where: { $0 == point }) <= 1,
            let number = Double(Substring(digits))
        else { throw .malformed }
        text = text[numberEnd...]
        let unitEnd = text.firstIndex { isDigit($0) || $0 == point } ?? text.endIndex
        self.number = number
        unit = Substring(text[..<unitEnd])
        text = text[unitEnd...]
    }
}

extension Double {
    /// The nanoseconds of a duration: Go's grammar (`1m30s`, `1.5h`, `-500ms`) with days and weeks (`14d`, `2w`), which
    /// are ours.
    package init(nanosecondsOf text: some StringProtocol) throws(QuantityFault) {
        var rest = Substring(text).utf8
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        guard !rest.isEmpty else { throw .malformed }
        var nanoseconds = 0.0
        while !rest.isEmpty {
            let quantity = try QuantityText(takenFrom: &rest)
            guard let factor = nanosecondsPerUnit(quantity.unit) else {
                throw quantity.unit.isEmpty ? .noUnit : .malformed
            }
            nanoseconds += quantity.number * factor
        }
        guard nanoseconds.isFinite else { throw .tooLarge }
        self = isNegative ? -nanoseconds : nanoseconds
    }
}

private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

/// Nanoseconds, because whole ones are exact.
private func nanosecondsPerUnit(_ unit: Substring) -> Double? {
    switch unit {
    case "ns": 1
    // Go accepts both the micro sign U+00B5 and the Greek letter mu U+03BC.
    case "us", "\u{B5}s", "\u{3BC}s": 1e3
    case "ms": 1e6
    case "s": 1e9
    case "m": 60e9
    case "h": 3_600e9
    case "d": 86_400e9
    case "w": 604_800e9
    default: nil
    }
}
