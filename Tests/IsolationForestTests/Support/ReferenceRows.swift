import IsolationForest

/// Rows that Benchmarks/forest/reference.py makes in the same way, to the bit: additions, multiplications and divisions
/// alone, which IEEE 754 rounds alike everywhere.
enum ReferenceRows: String {
    /// Values spread evenly over 0 ..< 1.
    case uniform
    /// Two clusters of different density, and every 20th row far from both.
    case clusters
    /// Long tails to the right, like response times, and a column of few values.
    case skewed

    func matrix(rows: Int, columns: Int) throws -> FeatureMatrix {
        var source = LinearCongruential()
        var values: [Float] = []
        for row in 0..<rows {
            for column in 0..<columns { values.append(Float(value(row, column, &source))) }
        }
        return try FeatureMatrix(values, columns: columns)
    }

    private func value(_ row: Int, _ column: Int, _ source: inout LinearCongruential) -> Double {
        switch self {
        case .uniform: source.fraction()
        case .clusters where row.isMultiple(of: 20): source.bell() * 12
        case .clusters: row % 4 == 1 ? source.bell() * 3 + 5 : source.bell()
        case .skewed: column == 0 ? (source.fraction() * 24).rounded(.down) : 20 / (source.fraction() + 0.05)
        }
    }
}

extension LinearCongruential {
    /// Nearly normal, of variance 1/3.
    fileprivate mutating func bell() -> Double {
        fraction() + fraction() + fraction() + fraction() - 2
    }
}

extension FeatureMatrix {
    /// The first row and every n-th after it.
    func everyRow(step: Int) throws -> FeatureMatrix {
        let kept = stride(from: 0, to: rows, by: step).flatMap { values[$0 * columns..<($0 + 1) * columns] }
        return try FeatureMatrix(kept, columns: columns)
    }

    /// FNV-1a over the bits of the values, as hexadecimal digits.
    var checksum: String {
        var code: UInt64 = 0xCBF2_9CE4_8422_2325
        for value in values { code = (code ^ UInt64(value.bitPattern)) &* 0x100_0000_01B3 }
        let digits = String(code, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
