#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The two formulas of Liu, Ting and Zhou, "Isolation Forest", ICDM 2008.
enum PathLength {
    /// c(n), equation 1: the mean path length of an unsuccessful search in a binary search tree of n points, which
    /// stands for the splits that a leaf of n rows was spared.
    ///
    /// c(n) = 2 H(n - 1) - 2 (n - 1) / n, with H(i) = ln(i) + Euler's constant; c(2) = 1, c(1) = c(0) = 0, as in
    /// scikit-learn.
    static func average(_ count: Int) -> Double {
        switch count {
        case ..<2: return 0
        case 2: return 1
        default:
            let others = Double(count - 1)
            return 2 * (log(others) + eulersConstant) - 2 * others / Double(count)
        }
    }

    /// s(x, n), equation 2: 2^(-E[h(x)] / c(n)), near 1 for an anomaly and well below 0.5 for a normal point.
    ///
    /// `sum` is h(x) in all trees and `expected` is c(n), both in units of 2^-40. Where c(n) is 0, for samples of one
    /// row, nothing can be said and the score is 0.5, as in scikit-learn.
    static func anomalyScore(sum: Int, trees: Int, expected: Int) -> Double {
        exp2(expected > 0 ? -Double(sum) / (Double(trees) * Double(expected)) : -1)
    }

    /// A path length in units of 2^-40, an error below 10^-12.
    ///
    /// Sums of whole numbers are exact, whatever their order. Rows that cannot be told apart score exactly 0.5 because
    /// of that; a rounding error would make all of them anomalies.
    static func fixed(_ length: Double) -> Int {
        Int((length * Double(one)).rounded())
    }

    /// One split in units of 2^-40.
    static let one = 1 << 40

    private static let eulersConstant = 0.577_215_664_901_532_9
}
