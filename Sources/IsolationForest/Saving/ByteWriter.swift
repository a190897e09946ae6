/// Writes numbers in little-endian order, whatever the machine's.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func put(_ text: String.UTF8View) {
        bytes.append(contentsOf: text)
    }

    mutating func put(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func put(_ number: Double) { put(number.bitPattern) }
    mutating func put(_ number: Float) { put(number.bitPattern) }

    /// Seven bits a byte, the lowest first; the high bit says that more follow (LEB128).
    mutating func putCompact(_ number: Int) {
        var rest = UInt(number)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func putZeros(_ count: Int) {
        bytes.append(contentsOf: repeatElement(0, count: count))
    }

    /// Overwrites a number written before.
    mutating func patch(_ number: some FixedWidthInteger, at offset: Int) {
        withUnsafeBytes(of: number.littleEndian) { new in
            bytes.replaceSubrange(offset..<offset + new.count, with: new)
        }
    }
}
