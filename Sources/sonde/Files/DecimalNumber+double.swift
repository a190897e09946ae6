extension DecimalNumber {
    /// The Double nearest to the number; nil where this quick way is not certain of it.
    ///
    /// Up to 2^53 digits, and up to 22 the power of ten, are exact, so that only their product is rounded. Up to the
    /// power 27 the digits are multiplied with 5^power or divided by it in 128 bits and rounded once. Where digits have
    /// been left out the number lies between two others; rounding is monotonic, so that it is what both are rounded to
    /// if that is the same.
    var double: Double? {
        guard digits > 0 else { return isNegative ? -0.0 : 0 }
        let power = Int(clamping: exponent.magnitude)
        guard power < Self.powersOfFive.count else { return nil }
        let magnitude: Double
        if digits <= 1 << 53, power < Self.powersOfTen.count {
            let ten = Self.powersOfTen[power]
            magnitude = exponent < 0 ? Double(digits) / ten : Double(digits) * ten
        } else {
            magnitude = rounded(digits, Self.powersOfFive[power])
            if isCut, rounded(digits + 1, Self.powersOfFive[power]) != magnitude { return nil }
        }
        return isNegative ? -magnitude : magnitude
    }

    private func rounded(_ digits: UInt64, _ five: UInt64) -> Double {
        exponent < 0 ? quotient(digits, five) : product(digits, five)
    }

    /// digits / five · 2^exponent: both are shifted up to 64 bits, so that the quotient has 63 of them or 64.
    private func quotient(_ digits: UInt64, _ five: UInt64) -> Double {
        let (zeros, fiveZeros) = (digits.leadingZeroBitCount, five.leadingZeroBitCount)
        let dividend = digits << zeros
        let (quotient, rest) = (five << fiveZeros).dividingFullWidth((dividend >> 1, dividend << 63))
        return Self.rounded(quotient, isMore: rest > 0, power: fiveZeros - zeros - 63 + exponent)
    }

    /// digits · five · 2^exponent.
    private func product(_ digits: UInt64, _ five: UInt64) -> Double {
        let (high, low) = digits.multipliedFullWidth(by: five)
        guard high > 0 else { return Self.rounded(low, isMore: false, power: exponent) }
        let zeros = high.leadingZeroBitCount
        return Self.rounded(high << zeros | low >> (64 - zeros), isMore: low << zeros > 0, power: 64 - zeros + exponent)
    }

    /// bits · 2^power, and a little more where some is cut off below, which decides only between two equally near
    /// numbers.
    private static func rounded(_ bits: UInt64, isMore: Bool, power: Int) -> Double {
        Double(bits | (isMore ? 1 : 0)) * Double(sign: .plus, exponent: power, significand: 1)
    }

    /// Those that a Double holds exactly.
    private static let powersOfTen = (0...22).map { Double("1e\($0)") ?? .nan }
    /// Those that fit into 64 bits.
    private static let powersOfFive = (0...27).map { power in (0..<power).reduce(1 as UInt64) { five, _ in five * 5 } }
}
