import SondeCore

/// Writes values as compact bytes. A text is written once and then named by its number; a time is written as its
/// distance from the one before.
struct SpoolEncoder {
    private(set) var bytes: [UInt8] = []
    private var texts: [String: UInt64] = [:]
    private var lastTime: Int64 = 0

    mutating func write(_ number: UInt64) { LEB128.append(number, to: &bytes) }

    mutating func write(_ count: Int) { write(UInt64(clamping: count)) }

    /// Numbers near zero take few bytes, on both sides of it.
    mutating func write(signed number: Int64) { write(UInt64(bitPattern: number << 1 ^ number >> 63)) }

    mutating func write(_ number: Double) {
        withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func write(_ duration: Duration) { write(signed: duration.microseconds) }

    mutating func write(_ time: Timestamp) {
        write(signed: time.microseconds &- lastTime)
        lastTime = time.microseconds
    }

    mutating func write(_ text: String) {
        if let number = texts[text] { return write(number) }
        let number = UInt64(texts.count)
        texts[text] = number
        write(number)
        write(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func write<Value>(_ value: Value?, _ write: (inout Self, Value) -> Void) {
        bytes.append(value == nil ? 0 : 1)
        if let value { write(&self, value) }
    }

    mutating func write<Element>(
        _ elements: some Collection<Element>, _ write: (inout Self, Element) -> Void
    ) {
        self.write(elements.count)
        for element in elements { write(&self, element) }
    }

    /// Eight answers in one byte, the first in the lowest bit.
    mutating func write(flags: [Bool]) {
        bytes.append(flags.enumerated().reduce(0) { $0 | ($1.element ? 1 << UInt8($1.offset) : 0) })
    }
}
