import IsolationForest

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Rows that look like an API's measurements, the same in every run.
enum TestRows {
    /// Log-normal values around 20.
    static func logNormal(rows: Int, columns: Int) throws -> FeatureMatrix {
        var source = LinearCongruential()
        return try FeatureMatrix(
            (0..<rows * columns).map { _ in Float(exp(3 + 0.4 * source.normal())) }, columns: columns)
    }

    /// Values spread evenly over 0 ..< 1, the bushiest trees that ordinary data grows.
    static func uniform(rows: Int, columns: Int) throws -> FeatureMatrix {
        var source = LinearCongruential()
        return try FeatureMatrix((0..<rows * columns).map { _ in Float(source.fraction()) }, columns: columns)
    }
}

/// Knuth's generator, so that the tests do not draw their rows from the generator that they test.
struct LinearCongruential {
    private var state: UInt64 = 42

    mutating func fraction() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) * 0x1p-53
    }

    /// A standard normal value (Box and Muller).
    mutating func normal() -> Double {
        sqrt(-2 * log(1 - fraction())) * cos(2 * .pi * fraction())
    }
}
