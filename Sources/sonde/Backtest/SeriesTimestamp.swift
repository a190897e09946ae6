import SondeCore

/// Reads the time of a row: RFC 3339, with a space in place of `T` and without an offset for UTC too, or a number since
/// 1970 with or without a fraction.
///
/// The number's size says its unit, as long as the time is after 1973: up to 11 digits are seconds (to the year 5138),
/// up to 14 milliseconds and up to 17 microseconds.
enum SeriesTimestamp {
    /// Nil where the field is no time.
    static func parse(_ field: UnsafeBufferPointer<UInt8>) -> Timestamp? {
        let text = field.trimmed
        // After four digits of a year, where no number has a hyphen.
        if text.count > 4, text[4] == UInt8(ascii: "-") { return RFC3339Scanner(text).scan() }
        return sinceEpoch(text)
    }

    private static func sinceEpoch(_ text: UnsafeBufferPointer<UInt8>) -> Timestamp? {
        let isNegative = text.first == UInt8(ascii: "-")
        var at = isNegative ? 1 : 0
        let start = at
        var whole: Int64 = 0
        while let digit = digit(text, at) {
            guard at - start < 17 else { return nil }
            whole = whole * 10 + digit
            at += 1
        }
        guard at > start else { return nil }
        let unit = microsecondsOfUnit(whole)
        var microseconds = whole * unit
        if at < text.count, text[at] == UInt8(ascii: ".") {
            at += 1
            var scale = unit / 10
            while let digit = digit(text, at) {
                microseconds += digit * scale
                scale /= 10
                at += 1
            }
        }
        guard at == text.count else { return nil }
        return Timestamp(microseconds: isNegative ? -microseconds : microseconds)
    }

    private static func microsecondsOfUnit(_ number: Int64) -> Int64 {
        switch number {
        case ..<100_000_000_000: 1_000_000
        case ..<100_000_000_000_000: 1000
        default: 1
        }
    }

    private static func digit(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int64? {
        guard at < text.count else { return nil }
        let digit = text[at] &- UInt8(ascii: "0")
        return digit < 10 ? Int64(digit) : nil
    }
}
