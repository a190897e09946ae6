/// Whole numbers as bytes, seven bits in each, the lowest first: small ones take one byte (DWARF 5, section 7.6).
package enum LEB128 {
    package static func append(_ number: some FixedWidthInteger & UnsignedInteger, to bytes: inout [UInt8]) {
        var rest = UInt64(number)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Takes the next number; nil at the end, and where it does not end or is too large.
    package static func next<Number: FixedWidthInteger & UnsignedInteger>(
        _ bytes: inout ArraySlice<UInt8>
    ) -> Number? {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            guard let byte = bytes.popFirst() else { return nil }
            // The tenth byte holds the highest bit and no more.
            guard shift < 63 || byte <= 1 else { return nil }
            number |= UInt64(byte & 0x7f) << shift
            if byte & 0x80 == 0 { return Number(exactly: number) }
        }
        return nil
    }
}
