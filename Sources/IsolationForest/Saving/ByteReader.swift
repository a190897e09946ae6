/// Reads what `ByteWriter` wrote; whatever the bytes are, it reads nothing outside of them.
struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    private var index: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    /// The bytes that were not read yet.
    var rest: ArraySlice<UInt8> { bytes[index...] }

    mutating func number<Number: FixedWidthInteger>(_: Number.Type = Number.self) throws(IsolationForestError) -> Number
    {
        let size = MemoryLayout<Number>.size
        guard bytes.endIndex - index >= size else { throw .damagedFile("it ends in the middle of a number") }
        var number: Number = 0
        for offset in (0..<size).reversed() { number = number << 8 | Number(truncatingIfNeeded: bytes[index + offset]) }
        index += size
        return number
    }

    /// That many bytes as they are.
    mutating func bytes(_ count: Int) throws(IsolationForestError) -> ArraySlice<UInt8> {
        guard bytes.endIndex - index >= count else { throw .damagedFile("it ends in the middle of a text") }
        defer { index += count }
        return bytes[index..<index + count]
    }

    mutating func double() throws(IsolationForestError) -> Double { Double(bitPattern: try number()) }
    mutating func float() throws(IsolationForestError) -> Float { Float(bitPattern: try number()) }

    /// A number written by `putCompact`, at most `limit`.
    mutating func compact(upTo limit: Int) throws(IsolationForestError) -> Int {
        var number = 0
        // Five bytes hold every number that a file has.
        for shift in stride(from: 0, to: 35, by: 7) {
            let byte: UInt8 = try self.number()
            number |= Int(byte & 0x7F) << shift
            guard byte >= 0x80 else {
                guard number <= limit else { break }
                return number
            }
        }
        throw .damagedFile("it holds a number that is too large")
    }
}
