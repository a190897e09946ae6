import Foundation
import IsolationForest

/// How long Sonde's isolation forest took, in seconds, one entry a run.
struct ForestTimes {
    private(set) var fit: [Double] = []
    private(set) var fitWithContamination: [Double] = []
    private(set) var score: [Double] = []
    private(set) var scoreOnTwoThreads: [Double] = []
    private(set) var oneRow: [Double] = []

    mutating func measure(_ matrix: FeatureMatrix) throws {
        var forest = IsolationForest()
        var calibrated = IsolationForest(.init(contamination: .fraction(0.1)))
        // Once to warm up, of which nothing is kept.
        try forest.fit(matrix)
        try Self.repeatedly { try fit.append(Self.seconds { try forest.fit(matrix) }) }
        try Self.repeatedly { try fitWithContamination.append(Self.seconds { try calibrated.fit(matrix) }) }
        // Turn about, so that a noisy neighbour meets both.
        try Self.repeatedly {
            try score.append(Self.seconds { _ = try forest.scoreSamples(matrix) })
            try scoreOnTwoThreads.append(Self.seconds { _ = try forest.scoreSamples(matrix, threads: 2) })
        }
        try measureRows(forest, matrix)
    }

    /// For as long as a peer's task is measured: a neighbour of the machine slows it for tenths of a second on end.
    private static func repeatedly(_ body: () throws -> Void) rethrows {
        let end = ContinuousClock.now + .seconds(1)
        while .now < end { try body() }
    }

    private mutating func measureRows(_ forest: IsolationForest, _ matrix: FeatureMatrix) throws {
        oneRow.reserveCapacity(oneRow.count + 100_000)
        try matrix.values.withUnsafeBufferPointer { values in
            for call in 0..<100_000 {
                let row = values.row(call % matrix.rows, of: matrix.columns)
                try oneRow.append(Self.seconds { _ = try forest.score(of: row) })
            }
        }
    }

    private static func seconds(_ body: () throws -> Void) rethrows -> Double {
        let start = ContinuousClock.now
        try body()
        return start.duration(to: .now).inSeconds
    }
}

extension UnsafeBufferPointer {
    /// A row of values that lie row after row.
    func row(_ row: Int, of columns: Int) -> UnsafeBufferPointer {
        extracting(row * columns..<(row + 1) * columns)
    }
}
