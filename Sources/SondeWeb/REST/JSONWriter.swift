import SondeCore

/// Writes JSON byte by byte: a list of 10,000 endpoints takes milliseconds where an `Encoder` takes a second.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false
    /// An answer tells times of a few days, turn about.
    private var datesOfDays: [Int64: [UInt8]] = [:]

    init(capacity: Int = 1024) {
        bytes.reserveCapacity(capacity)
    }

    /// The document that `write` writes.
    static func document(capacity: Int = 1024, _ write: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(capacity: capacity)
        writer.object(write)
        return writer.bytes
    }

    mutating func object(_ members: (inout JSONWriter) -> Void) {
        begin(UInt8(ascii: "{"))
        members(&self)
        end(UInt8(ascii: "}"))
    }

    mutating func array<Element>(
        _ elements: some Sequence<Element>, _ write: (inout JSONWriter, Element) -> Void
    ) {
        begin(UInt8(ascii: "["))
        for element in elements { write(&self, element) }
        end(UInt8(ascii: "]"))
    }

    /// Writes the name of a member; its value follows.
    mutating func name(_ name: StaticString) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    mutating func null() {
        literal("null")
    }

    mutating func value(_ flag: Bool) {
        literal(flag ? "true" : "false")
    }

    mutating func value(_ number: Int) {
        comma()
        appendDigits(Int64(number))
        needsComma = true
    }

    /// A number with at most `decimals` decimals; null when it is not finite.
    mutating func value(_ number: Double, decimals: Int) {
        let scale = powersOfTen[decimals]
        guard number.isFinite else { return null() }
        guard abs(number) < 1e12 else { return literal("\(number)") }
        comma()
        appendFixed(Int64((number * Double(scale)).rounded()), scale: scale)
        needsComma = true
    }

    mutating func value(_ text: String) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { appendEscaped($0) }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// RFC 3339 in UTC with milliseconds. The date is computed once a day, not once a timestamp.
    mutating func value(_ time: Timestamp) {
        let day = time.microseconds >= 0 ? time.microseconds / microsecondsOfDay : .min + 1
        guard day >= 0 else { return value(time.rfc3339) }
        comma()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: date(of: day))
        appendTimeOfDay(milliseconds: (time.microseconds - day * microsecondsOfDay) / 1000)
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    private mutating func date(of day: Int64) -> [UInt8] {
        if let date = datesOfDays[day] { return date }
        let date = Array(Timestamp(microseconds: day * microsecondsOfDay).rfc3339.utf8.prefix(11))
        datesOfDays[day] = date
        return date
    }

    private mutating func begin(_ bracket: UInt8) {
        comma()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func comma() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func literal(_ text: String) {
        comma()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }
}

extension JSONWriter {
    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        var clean = text.startIndex
        for index in text.indices {
            let byte = text[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F else {
                continue
            }
            bytes.append(contentsOf: text[clean..<index])
            bytes.append(contentsOf: escape(byte).utf8)
            clean = index + 1
        }
        bytes.append(contentsOf: text[clean...])
    }

    private func escape(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "\""): "\\\""
        case UInt8(ascii: "\\"): "\\\\"
        case UInt8(ascii: "\n"): "\\n"
        case UInt8(ascii: "\r"): "\\r"
        case UInt8(ascii: "\t"): "\\t"
        default: "\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }

    private mutating func appendTimeOfDay(milliseconds: Int64) {
        appendTwoDigits(milliseconds / 3_600_000, UInt8(ascii: ":"))
        appendTwoDigits(milliseconds / 60_000 % 60, UInt8(ascii: ":"))
        appendTwoDigits(milliseconds / 1000 % 60, UInt8(ascii: "."))
        let fraction = milliseconds % 1000
        bytes.append(0x30 + UInt8(fraction / 100))
        bytes.append(0x30 + UInt8(fraction / 10 % 10))
        bytes.append(0x30 + UInt8(fraction % 10))
        bytes.append(UInt8(ascii: "Z"))
    }

    private mutating func appendTwoDigits(_ number: Int64, _ separator: UInt8) {
        bytes.append(0x30 + UInt8(number / 10))
        bytes.append(0x30 + UInt8(number % 10))
        bytes.append(separator)
    }

    /// `scaled` / `scale` without trailing zeros.
    private mutating func appendFixed(_ scaled: Int64, scale: Int64) {
        if scaled < 0 { bytes.append(UInt8(ascii: "-")) }
        let magnitude = abs(scaled)
        appendDigits(magnitude / scale)
        var (fraction, weight) = (magnitude % scale, scale / 10)
        guard fraction > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        while fraction > 0 {
            bytes.append(0x30 + UInt8(fraction / weight))
            fraction %= weight
            weight /= 10
        }
    }

    private mutating func appendDigits(_ number: Int64) {
        if number >= 0, number < 10 {
            bytes.append(0x30 + UInt8(number))
        } else {
            bytes.append(contentsOf: String(number).utf8)
        }
    }
}

private let microsecondsOfDay: Int64 = 86_400_000_000
private let powersOfTen: [Int64] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000]
