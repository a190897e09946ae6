/// SplitMix64 (Steele, Lea and Flood, 2014): one addition and one mix per number, eight bytes of state.
///
/// The standard library's `random(in:)` may draw differently in the next release, so that integers and fractions are
/// made here: a seed means the same forest for as long as this file stays as it is.
struct SeededGenerator: Sendable {
    private var state: UInt64

    /// The generator of one stream of a seed.
    ///
    /// Each tree has a stream of its own, so that a tree depends on its number and not on the trees grown before it.
    init(seed: UInt64, stream: Int) {
        // Mixed, because streams whose starts were multiples of the increment apart would be one stream, shifted.
        state = Self.mix(seed ^ Self.mix(UInt64(stream) &+ Self.increment))
    }

    mutating func next() -> UInt64 {
        state &+= Self.increment
        return Self.mix(state)
    }

    /// A number from 0 up to, but not including, `bound`, which is at least 1.
    ///
    /// The high half of a product (Lemire, 2019) without his rejection step: the bias is below bound / 2^64.
    mutating func index(below bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number in [0, 1) with 53 random bits.
    mutating func fraction() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
