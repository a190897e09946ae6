/// A number as it is written: ± digits · 10^exponent.
struct DecimalNumber {
    private(set) var isNegative = false
    /// All digits, or where there are more than 19, the first 19 of them.
    private(set) var digits: UInt64 = 0
    private(set) var exponent = 0
    /// Whether digits other than 0 have been left out.
    private(set) var isCut = false

    /// Reads the text from its first byte to its last; nil where it is no number.
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
                isCut = isCut || digit > 0
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

    private static let tenToThe18: UInt64 = 1_000_000_000_000_000_000
}
