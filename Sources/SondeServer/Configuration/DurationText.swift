import SondeCore

/// Why a text is not a duration, or not a size.
enum QuantityFault: Error {
    /// A number without a unit; the number as written.
    case noUnit
    case malformed
    /// More than the grammar's hundred years, or more bytes than fit.
    case tooLarge
}

extension Duration {
    /// A duration as the configuration writes it: Go's grammar (`1m30s`, `1.5h`, `-500ms`) with days and weeks.
    init(configured text: String) throws(QuantityFault) {
        var text = Substring(text).utf8
        let sign: Double = text.first == UInt8(ascii: "-") ? -1 : 1
        if let first = text.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") { text.removeFirst() }
        guard !text.isEmpty else { throw .malformed }
        var nanoseconds = 0.0
        while !text.isEmpty {
            let (number, unit) = try numberAndUnit(from: &text)
            guard let factor = nanosecondsPerUnit(unit) else { throw unit.isEmpty ? .noUnit : .malformed }
            nanoseconds += number * factor
        }
        let hundredYears = 100 * 365 * 86_400 * 1e9
        guard nanoseconds <= hundredYears else { throw .tooLarge }
        self = .nanoseconds(Int64((sign * nanoseconds).rounded()))
    }

    /// How the configuration would write this duration, in whole microseconds.
    var configured: String {
        let units: [(String, Int64)] = [
            ("d", 86_400_000_000), ("h", 3_600_000_000), ("m", 60_000_000), ("s", 1_000_000), ("ms", 1_000),
        ]
        for (name, unit) in units where microseconds >= unit && microseconds.isMultiple(of: unit) {
            return "\(microseconds / unit)\(name)"
        }
        return "\(microseconds)us"
    }
}

/// A number of bytes as the configuration writes it: `512KiB`, `2MB`, `100B`; KB and MB are thousands.
func byteCount(configured text: String) throws(QuantityFault) -> Int {
    var rest = Substring(text).utf8
    let (number, unit) = try numberAndUnit(from: &rest)
    let factor: Double
    switch unit {
    case "B": factor = 1
    case "KB": factor = 1e3
    case "KiB": factor = 1_024
    case "MB": factor = 1e6
    case "MiB": factor = 1_048_576
    default: throw unit.isEmpty ? .noUnit : .malformed
    }
    guard rest.isEmpty else { throw .malformed }
    guard number * factor <= 1e15 else { throw .tooLarge }
    return Int((number * factor).rounded())
}

/// Takes digits with at most one point, and what follows up to the next digit, from the front of the text.
private func numberAndUnit(
    from text: inout Substring.UTF8View
) throws(QuantityFault) -> (number: Double, unit: Substring) {
    let point = UInt8(ascii: ".")
    let numberEnd = text.firstIndex { !isDigit($0) && $0 != point } ?? text.endIndex
    let number = text[..<numberEnd]
    guard number.contains(where: isDigit), number.filter({ $0 == point }).count <= 1,
        let value = Double(Substring(number))
    else { throw .malformed }
    text = text[numberEnd...]
    let unitEnd = text.firstIndex { isDigit($0) || $0 == point } ?? text.endIndex
    let unit = Substring(text[..<unitEnd])
    text = text[unitEnd...]
    return (value, unit)
}

private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

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
