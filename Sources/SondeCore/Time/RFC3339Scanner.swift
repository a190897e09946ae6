/// Reads an RFC 3339 date and time, with a space allowed in place of `T` and UTC assumed where no offset is given.
struct RFC3339Scanner {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = Substring(text).utf8
    }

    func scan() -> Timestamp? {
        var scanner = self
        return scanner.timestamp()
    }

    private mutating func timestamp() -> Timestamp? {
        guard let year = digits(4), literal("-"), let month = digits(2), literal("-"), let day = digits(2),
            (1...12).contains(month), (1...31).contains(day), literal("T", "t", " "),
            let hour = digits(2), literal(":"), let minute = digits(2), literal(":"), let second = digits(2),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        let fraction = fractionalMicroseconds()
        guard let offset = offsetSeconds(), rest.isEmpty else { return nil }
        let seconds = daysFromCivil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset
        return Timestamp(microseconds: Int64(seconds) * 1_000_000 + fraction)
    }

    private mutating func digits(_ count: Int) -> Int? {
        guard rest.count >= count else { return nil }
        var value = 0
        for byte in rest.prefix(count) {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        rest = rest.dropFirst(count)
        return value
    }

    private mutating func literal(_ allowed: Character...) -> Bool {
        guard let first = rest.first, allowed.contains(Character(Unicode.Scalar(first))) else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func fractionalMicroseconds() -> Int64 {
        guard rest.first == UInt8(ascii: ".") else { return 0 }
        rest = rest.dropFirst()
        var (value, scale): (Int64, Int64) = (0, 100_000)
        while let byte = rest.first, (0x30...0x39).contains(byte) {
            value += Int64(byte - 0x30) * scale
            scale /= 10
            rest = rest.dropFirst()
        }
        return value
    }

    private mutating func offsetSeconds() -> Int? {
        guard let first = rest.first else { return 0 }
        if literal("Z", "z") { return 0 }
        guard literal("+", "-"), let hours = digits(2) else { return nil }
        _ = literal(":")
        guard let minutes = digits(2) else { return nil }
        return (first == UInt8(ascii: "-") ? -1 : 1) * (hours * 3600 + minutes * 60)
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
