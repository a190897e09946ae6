import SondeCore

/// Bytes that no `SpoolEncoder` wrote, or that were damaged since.
struct DamagedBytes: Error {}

/// Reads what `SpoolEncoder` wrote, in the same order.
struct SpoolDecoder {
    private var rest: ArraySlice<UInt8>
    private var texts: [String] = []
    private var lastTime: Int64 = 0

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func number() throws(DamagedBytes) -> UInt64 {
        guard let number: UInt64 = LEB128.next(&rest) else { throw DamagedBytes() }
        return number
    }

    mutating func integer() throws(DamagedBytes) -> Int {
        guard let integer = Int(exactly: try number()) else { throw DamagedBytes() }
        return integer
    }

    mutating func signed() throws(DamagedBytes) -> Int64 {
        let number = try number()
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    mutating func real() throws(DamagedBytes) -> Double {
        var pattern: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 8) { pattern |= UInt64(try byte()) << shift }
        return Double(bitPattern: pattern)
    }

    mutating func duration() throws(DamagedBytes) -> Duration { .microseconds(try signed()) }

    mutating func time() throws(DamagedBytes) -> Timestamp {
        lastTime &+= try signed()
        return Timestamp(microseconds: lastTime)
    }

    mutating func text() throws(DamagedBytes) -> String {
        let number = try integer()
        if number < texts.count { return texts[number] }
        guard number == texts.count else { throw DamagedBytes() }
        let length = try integer()
        guard length <= rest.count, let text = String(validating: rest.prefix(length), as: UTF8.self) else {
            throw DamagedBytes()
        }
        rest.removeFirst(length)
        texts.append(text)
        return text
    }

    mutating func optional<Value>(
        _ read: (inout Self) throws(DamagedBytes) -> Value
    ) throws(DamagedBytes) -> Value? {
        switch try byte() {
        case 0: return nil
        case 1: return try read(&self)
        default: throw DamagedBytes()
        }
    }

    mutating func optionalText() throws(DamagedBytes) -> String? {
        try optional { decoder throws(DamagedBytes) in try decoder.text() }
    }

    mutating func optionalTime() throws(DamagedBytes) -> Timestamp? {
        try optional { decoder throws(DamagedBytes) in try decoder.time() }
    }

    /// A case that is written as its name.
    mutating func named<Value: RawRepresentable<String>>(_ type: Value.Type) throws(DamagedBytes) -> Value {
        guard let value = Value(rawValue: try text()) else { throw DamagedBytes() }
        return value
    }

    mutating func array<Element>(
        _ read: (inout Self) throws(DamagedBytes) -> Element
    ) throws(DamagedBytes) -> [Element] {
        let count = try integer()
        // Each element takes a byte at least.
        guard count <= rest.count else { throw DamagedBytes() }
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try read(&self)) }
        return elements
    }

    /// Eight answers, the first in the lowest bit.
    mutating func flags() throws(DamagedBytes) -> [Bool] {
        let byte = try byte()
        return (0..<8).map { byte >> $0 & 1 == 1 }
    }

    private mutating func byte() throws(DamagedBytes) -> UInt8 {
        guard let byte = rest.popFirst() else { throw DamagedBytes() }
        return byte
    }
}
