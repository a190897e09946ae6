#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The C library's logarithm and exponential, in one place.
enum Logarithm {
    @inline(__always)
    static func of(_ value: Double) -> Double { log(value) }

    @inline(__always)
    static func inverse(_ value: Double) -> Double { exp(value) }

    /// log(1 + value).
    @inline(__always)
    static func ofOnePlus(_ value: Double) -> Double { log1p(value) }

    static func base10(_ value: Double) -> Double { log10(value) }

    static func power10(_ exponent: Int) -> Double { pow(10, Double(exponent)) }
}
