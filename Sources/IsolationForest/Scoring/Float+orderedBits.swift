extension Float {
    /// The value as an integer that orders as the values do, so that a descent compares in one integer instruction.
    ///
    /// Flipping the sign bit of a positive number and all bits of a negative one sorts IEEE 754 (Herf, "Radix Tricks",
    /// 2001). Adding zero makes -0 the same as +0. Only numbers have an order; see `missingBits` for NaN.
    @inline(__always)
    var orderedBits: UInt32 {
        let bits = (self + 0).bitPattern
        let signs = UInt32(bitPattern: Int32(bitPattern: bits) >> 31)
        return bits ^ (signs | 0x8000_0000)
    }

    /// The ordered bits, or `missingBits` for every NaN.
    @inline(__always)
    var orderedBitsOrMissing: UInt32 { isNaN ? Self.missingBits : orderedBits }

    /// Stands for a missing value; no number has these bits.
    static var missingBits: UInt32 { .max }

    /// The number whose ordered bits these are.
    init(orderedBits: UInt32) {
        self.init(bitPattern: orderedBits ^ (orderedBits >> 31 == 1 ? 0x8000_0000 : .max))
    }
}
