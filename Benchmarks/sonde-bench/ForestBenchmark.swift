import CAllocationCount
import Foundation
import IsolationForest

/// The isolation forest beside scikit-learn's and isotree's, on the same rows: a week of one API, 40,320 rows of 10.
struct ForestBenchmark {
    func run() throws -> [Figure] {
        let matrix = try ForestRows.week()
        let folder = FileManager.default.temporaryDirectory.appending(path: "sonde-forest-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var peers = try ForestPeers(data: folder.appending(path: "rows.f32"))
        try ForestRows.write(matrix, to: peers.data)
        // Turn about, so that a noisy neighbour meets all.
        var own = ForestTimes()
        try peers.measure()
        for _ in 0..<2 {
            try own.measure(matrix)
            try peers.measure()
        }
        return try speed(own, peers) + size(matrix) + yardsticks(peers)
    }

    private func speed(_ own: ForestTimes, _ peers: ForestPeers) throws -> [Figure] {
        let (fit, calibrated) = (own.fit.median, own.fitWithContamination.median)
        let (score, scoreOnTwo) = (own.score.median, own.scoreOnTwoThreads.median)
        let fastest = try min(peers.seconds("scikit-learn", "score"), peers.seconds("isotree", "score"))
        return try [
            figure("fit", fit * 1e3, "ms", .none),
            figure("fit, of isotree's time", fit / peers.seconds("isotree", "fit"), "", .atMost(0.5)),
            figure("fit, contamination 0.1", calibrated * 1e3, "ms", .none),
            figure(
                "fit, contamination 0.1, of scikit-learn's time",
                calibrated / peers.seconds("scikit-learn", "fit, contamination 0.1"), "", .atMost(0.25)),
            figure("score", score * 1e3, "ms", .none),
            figure("score, of the faster peer's time", score / fastest, "", .atMost(0.25)),
            figure("score, 2 threads", scoreOnTwo * 1e3, "ms", .none),
            figure("score, speed of 2 threads to 1", score / scoreOnTwo, "", .atLeast(1.8)),
            figure("one row", own.oneRow.median * 1e6, "µs", .atMost(4)),
        ]
    }

    private func size(_ matrix: FeatureMatrix) throws -> [Figure] {
        var forest = IsolationForest()
        try forest.fit(matrix)
        var bushiest = IsolationForest()
        try bushiest.fit(ForestRows.evenlySpread())
        return try [
            figure("saved", Double(forest.encoded().count), "bytes", .none),
            figure("saved, largest trees", Double(bushiest.encoded().count), "bytes", .atMost(160_000)),
            figure("memory", Double(forest.memoryFootprint), "bytes", .atMost(200_000)),
            figure("allocations, 1,000 rows one by one", Double(allocations(forest, matrix)), "", .atMost(0)),
            figure("allocations, a matrix of twice the rows", more(forest, matrix), "more", .atMost(0)),
            figure("decoding, memory of file's size", decodingPeak(forest, bushiest), "times", .atMost(16)),
        ]
    }

    /// The most memory that decoding takes at once, in sizes of the file: of the smallest file, of one tree, of trees that
    /// are nothing but a leaf, and of large ones.
    private func decodingPeak(_ forests: IsolationForest...) throws -> Double {
        var small = IsolationForest(.init(trees: 1))
        try small.fit(FeatureMatrix([1, 2], columns: 1))
        var single = IsolationForest(.init(trees: 1))
        try single.fit(ForestRows.evenlySpread())
        var flat = IsolationForest()
        try flat.fit(FeatureMatrix([Float](repeating: 1, count: 4_096), columns: 4))
        return try ([small, single, flat] + forests).map { forest in
            let file = try forest.encoded()
            sonde_allocation_peak_begin()
            let decoded = try IsolationForest(decoding: file)
            let peak = sonde_allocation_peak_end()
            guard decoded.isFitted else { throw BenchError("A saved forest came back without its trees.") }
            return Double(peak) / Double(file.count)
        }.max() ?? 0
    }

    /// The allocations that scoring a matrix makes beyond those for half of its rows.
    private func more(_ forest: IsolationForest, _ matrix: FeatureMatrix) throws -> Double {
        let half = try FeatureMatrix(Array(matrix.values.prefix(matrix.values.count / 2)), columns: matrix.columns)
        // Once to warm up: the first call of all makes what lasts.
        _ = try forest.scoreSamples(half)
        let counts = try [half, matrix].map { rows in
            let before = sonde_allocation_count()
            _ = try forest.scoreSamples(rows)
            return Double(sonde_allocation_count() - before)
        }
        return counts[1] - counts[0]
    }

    private func allocations(_ forest: IsolationForest, _ matrix: FeatureMatrix) throws -> UInt {
        let scoring = try matrix.values.withUnsafeBufferPointer { values in
            let before = sonde_allocation_count()
            for row in 0..<1_000 { _ = try forest.score(of: values.row(row, of: matrix.columns)) }
            return sonde_allocation_count() - before
        }
        // None is only good news if some would have been counted.
        let before = sonde_allocation_count()
        _ = try forest.encoded()
        guard sonde_allocation_count() > before else {
            throw BenchError("This C library does not let allocations be counted; the benchmark needs glibc.")
        }
        return scoring
    }

    private func yardsticks(_ peers: ForestPeers) throws -> [Figure] {
        let tasks = [
            ("scikit-learn", ["fit", "fit, contamination 0.1", "score", "one row"]),
            ("isotree", ["fit", "fit, 2 threads", "score", "score, 2 threads", "one row"]),
        ]
        return try tasks.flatMap { peer, names in
            try names.map { name in
                let seconds = try peers.seconds(peer, name)
                let isRow = name == "one row"
                return figure("\(peer): \(name)", seconds * (isRow ? 1e6 : 1e3), isRow ? "µs" : "ms", .none)
            }
        }
    }

    private func figure(_ name: String, _ value: Double, _ unit: String, _ bar: Figure.Bar) -> Figure {
        Figure(benchmark: "forest", name: name, value: value, unit: unit, bar: bar)
    }
}

extension [Double] {
    fileprivate var median: Double { sorted().percentile(0.5) }
}
