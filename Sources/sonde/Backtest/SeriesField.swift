import SondeCore

/// What the fields of a series say. Nothing, `NaN`, `NA`, `N/A` and `null` say nothing where a field may be empty.
enum SeriesField {
    static func time(_ field: UnsafeBufferPointer<UInt8>) throws(SeriesFault) -> Timestamp {
        guard let time = SeriesTimestamp.parse(field) else {
            throw field.trimmed.isEmpty ? .missingTime : .noTime(field.excerpt)
        }
        guard time < tooLate else { throw .lateTime(field.excerpt) }
        return time
    }

    /// 2201-01-01T00:00:00Z; what was measured later is a slip of the pen.
    private static let tooLate = Timestamp(microseconds: 7_289_654_400_000_000)

    /// Any finite number.
    static func number(_ field: UnsafeBufferPointer<UInt8>) throws(SeriesFault) -> Double? {
        switch CSVNumber(field) {
        case .number(let value): return value
        case .missing: return nil
        case .infinite: throw .infinite(field.excerpt)
        case .noNumber: throw .noNumber(FieldFault.noNumber(field, isInFirstRow: false))
        }
    }

    /// A finite number of milliseconds, 0 or more.
    static func milliseconds(_ field: UnsafeBufferPointer<UInt8>) throws(SeriesFault) -> Double? {
        guard let value = try number(field) else { return nil }
        guard value >= 0 else { throw .negativeTime(field.excerpt) }
        return value
    }

    /// 0 where there was no response, to 999.
    static func statusCode(_ field: UnsafeBufferPointer<UInt8>) throws(SeriesFault) -> Int? {
        try whole(field, in: 0...999, else: .noStatusCode(field.excerpt))
    }

    static func size(_ field: UnsafeBufferPointer<UInt8>) throws(SeriesFault) -> Int? {
        try whole(field, in: 0...(1 << 53), else: .noSize(field.excerpt))
    }

    /// `true` or `false`, `t` or `f`, `yes` or `no`, `1` or `0`, in upper or lower case.
    static func flag(_ field: UnsafeBufferPointer<UInt8>) throws(SeriesFault) -> Bool? {
        let text = field.trimmed
        if text.count == 1 {
            switch text[0] | 0x20 {
            case UInt8(ascii: "t"), UInt8(ascii: "1"): return true
            case UInt8(ascii: "f"), UInt8(ascii: "0"): return false
            default: throw .noFlag(field.excerpt)
            }
        }
        switch lowercased(text) {
        case "true", "yes": return true
        case "false", "no": return false
        default:
            guard CSVNumber(text) == .missing else { throw .noFlag(field.excerpt) }
            return nil
        }
    }

    /// A whole number, which other programs may write as `200.0`.
    private static func whole(
        _ field: UnsafeBufferPointer<UInt8>, in range: ClosedRange<Int>, else fault: @autoclosure () -> SeriesFault
    ) throws(SeriesFault) -> Int? {
        switch CSVNumber(field) {
        case .missing: return nil
        case .number(let value):
            guard let number = Int(exactly: value), range.contains(number) else { throw fault() }
            return number
        case .infinite, .noNumber: throw fault()
        }
    }

    /// A short word, none of which takes memory of its own.
    private static func lowercased(_ text: UnsafeBufferPointer<UInt8>) -> String {
        String(decoding: text.prefix(8), as: UTF8.self).lowercased()
    }
}
