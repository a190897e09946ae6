import Foundation
import IsolationForest

/// A week of one API, probed every 15 seconds, as rows of features; the same in every run.
enum ForestRows {
    static let count = 7 * 24 * 60 * 4
    static let columns = 10

    static func week() throws -> FeatureMatrix {
        var source = Noise()
        var values: [Float] = []
        values.reserveCapacity(count * columns)
        var (before, usual) = (80.0, 80.0)
        for row in 0..<count {
            let hour = Double(row) / 240
            let hourOfDay = hour.truncatingRemainder(dividingBy: 24)
            let load = 1 + 0.3 * sin((hourOfDay - 9) * .pi / 12)
            let (connect, tls) = (5 * exp(0.2 * source.normal()), 12 * exp(0.2 * source.normal()))
            let isSlow = source.fraction() < 0.005
            let wait = (isSlow ? 400 : 55) * load * exp(0.35 * source.normal())
            let transfer = 3 * exp(0.5 * source.normal())
            let time = connect + tls + wait + transfer
            values += [
                time, log(time), time - before, time / usual, connect, tls, wait, transfer, hourOfDay,
                (hour / 24).rounded(.down),
            ].map(Float.init)
            usual += (time - usual) / 20
            before = time
        }
        return try FeatureMatrix(values, columns: columns)
    }

    /// Rows spread evenly over 0 ..< 1, of which trees grow larger than of any usual ones.
    static func evenlySpread() throws -> FeatureMatrix {
        var source = Noise()
        return try FeatureMatrix((0..<count * columns).map { _ in Float(source.fraction()) }, columns: columns)
    }

    /// Writes the rows one after the other as little-endian Float32.
    static func write(_ matrix: FeatureMatrix, to file: URL) throws {
        let bits = matrix.values.map(\.bitPattern.littleEndian)
        try bits.withUnsafeBytes { try Data($0).write(to: file) }
    }

    /// Knuth's linear congruential generator.
    private struct Noise {
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
}
