/// Reads an RFC 3339 date and time, with a space allowed in place of `T` and UTC assumed where no offset is given.
///
/// An offset may leave out its colon or its minutes, as PostgreSQL's does. A leap second, `:60`, is the first second of
/// the next minute. What a fraction says below a microsecond is left out.
package struct RFC3339Scanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    /// - Parameter bytes: The text in ASCII, valid until it has been scanned.
    package init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// The time that the text says from its first byte to its last; nil if it is none.
    package func scan() -> Timestamp? {
        var scanner = self
        return scanner.timestamp()
    }

    private mutating func timestamp() -> Timestamp? {
        // As far as the seconds everything has its place: 2026-11-22T10:04:05.
        guard bytes.count >= 19, isByte("-", at: 4), isByte("-", at: 7), isByte(":", at: 13), isByte(":", at: 16),
            isByte("T", at: 10) || isByte(" ", at: 10) || isByte("t", at: 10)
        else { return nil }
        let (year, month, day) = (number(at: 0) * 100 + number(at: 2), number(at: 5), number(at: 8))
        let (hour, minute, second) = (number(at: 11), number(at: 14), number(at: 17))
        guard year < 10_000, isDate(year, month, day), hour < 24, minute < 60, second <= 60 else { return nil }
        position = 19
        guard let fraction = fractionalMicroseconds(), let offset = offsetSeconds(), position == bytes.count else {
            return nil
        }
        let seconds = daysFromCivil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset
        return Timestamp(microseconds: Int64(seconds) * 1_000_000 + fraction)
    }

    private func isByte(_ expected: Unicode.Scalar, at index: Int) -> Bool {
        bytes[index] == UInt8(ascii: expected)
    }

    /// The number that two digits make; more than any date has where they are none.
    private func number(at index: Int) -> Int {
        let (tens, ones) = (bytes[index] &- UInt8(ascii: "0"), bytes[index + 1] &- UInt8(ascii: "0"))
        return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : 10_000
    }

    private mutating func pair() -> Int? {
        guard let tens = digit(), let ones = digit() else { return nil }
        return tens * 10 + ones
    }

    private mutating func digit() -> Int? {
        guard position < bytes.count else { return nil }
        let digit = bytes[position] &- UInt8(ascii: "0")
        guard digit < 10 else { return nil }
        position += 1
        return Int(digit)
    }

    private mutating func literal(_ expected: Unicode.Scalar) -> Bool {
        guard position < bytes.count, isByte(expected, at: position) else { return false }
        position += 1
        return true
    }

    private mutating func fractionalMicroseconds() -> Int64? {
        guard literal(".") else { return 0 }
        let start = position
        var (value, scale): (Int64, Int64) = (0, 100_000)
        while let digit = digit() {
            value += Int64(digit) * scale
            scale /= 10
        }
        return position > start ? value : nil
    }

    private mutating func offsetSeconds() -> Int? {
        if position == bytes.count || literal("Z") || literal("z") { return 0 }
        let isNegative = literal("-")
        guard isNegative || literal("+"), let hours = pair(), hours < 24 else { return nil }
        guard position < bytes.count else { return (isNegative ? -1 : 1) * hours * 3600 }
        _ = literal(":")
        guard let minutes = pair(), minutes < 60 else { return nil }
        return (isNegative ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    private func isDate(_ year: Int, _ month: Int, _ day: Int) -> Bool {
        guard 1...12 ~= month, day >= 1 else { return false }
        if month == 2 {
            let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            return day <= (isLeapYear ? 29 : 28)
        }
        return day <= (month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31)
    }

    /// Days since the epoch, after Howard Hinnant's `days_from_civil`.
    private func daysFromCivil(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
