extension Model {
    /// -s(x) of each row of a matrix that has the model's columns, by at most as many threads.
    func scores(of matrix: FeatureMatrix, hasMissing: Bool, threads: Int) -> [Double] {
        let rows = matrix.rows
        return Array(unsafeUninitializedCapacity: rows) { scores, count in
            matrix.values.withUnsafeBufferPointer { values in
                let work = BlockScoring(model: self, values: values, scores: scores)
                // Whole blocks for each thread, so that none is cut short.
                let blockRows = BlockScoring.blockRows(columns: columns)
                let blocks = (rows + blockRows - 1) / blockRows
                Parallel.map(over: blocks, threads: threads, partsPerThread: 64) { blocks in
                    let first = blocks.lowerBound * blockRows
                    let end = min(rows, blocks.upperBound * blockRows)
                    withDescents(hasMissing: hasMissing, work.part(first..<end))
                }
            }
            count = rows
        }
    }

    /// -s(x) of one row that has the model's columns. Up to 256 columns fit the stack and nothing is allocated.
    func score(of row: UnsafeBufferPointer<Float>, hasMissing: Bool) -> Double {
        var sum = 0
        withUnsafeMutablePointer(to: &sum) { sum in
            withDescents(hasMissing: hasMissing, RowScoring(row: row, sum: sum))
        }
        return score(pathLengthSum: sum)
    }

    /// Equation 2 for the sum of h(x) over all trees.
    @inline(__always)
    func score(pathLengthSum: Int) -> Double {
        -PathLength.anomalyScore(sum: pathLengthSum, trees: trees, expected: expectedPathLength)
    }
}

/// Scores rows of a matrix in blocks that, together with a tree, stay in the first-level cache.
///
/// SAFETY: the buffers outlive the call; each part writes only the scores of its own rows.
private struct BlockScoring: DescentVisitor, @unchecked Sendable {
    /// Rows of a block: whole tiles, 48 KB of keys at most where a tile is no larger.
    static func blockRows(columns: Int) -> Int { max(8, min(256, 12_288 / columns) & ~7) }

    let model: Model
    let values: UnsafeBufferPointer<Float>
    let scores: UnsafeMutableBufferPointer<Double>
    var rows = 0..<0

    /// The same for some of the rows.
    func part(_ rows: Range<Int>) -> BlockScoring {
        var part = self
        part.rows = rows
        return part
    }

    func visit<Kernel: DescentKernel>(_ descents: Descents<Kernel, some LeafReader>) {
        let columns = model.columns
        let blockRows = Self.blockRows(columns: columns)
        withUnsafeTemporaryAllocation(of: Kernel.Key.self, capacity: blockRows * columns) { keys in
            withUnsafeTemporaryAllocation(of: Int.self, capacity: blockRows) { sums in
                guard let keys = keys.baseAddress, let sums = sums.baseAddress else { return }
                for first in stride(from: rows.lowerBound, to: rows.upperBound, by: blockRows) {
                    let count = min(blockRows, rows.upperBound - first)
                    let tiles = (count + 7) / 8
                    fill(keys, from: first, count: count, Kernel.self)
                    sums.initialize(repeating: 0, count: tiles * 8)
                    descents.add(tiles: tiles, columns: columns, keys: keys, to: sums)
                    for row in 0..<count {
                        scores.initializeElement(at: first + row, to: model.score(pathLengthSum: sums[row]))
                    }
                }
            }
        }
    }

    /// Lays rows out in tiles of eight, feature by feature; the last tile repeats its last row.
    private func fill<Kernel: DescentKernel>(
        _ keys: UnsafeMutablePointer<Kernel.Key>, from first: Int, count: Int, _: Kernel.Type
    ) {
        let columns = model.columns
        for row in 0..<(count + 7) & ~7 {
            let source = (first + min(row, count - 1)) * columns
            let target = keys + (row >> 3) * 8 * columns + row & 7
            for column in 0..<columns {
                (target + 8 * column).initialize(to: Kernel.key(values[source + column]))
            }
        }
    }
}

/// Sums the path lengths of one row.
private struct RowScoring: DescentVisitor {
    let row: UnsafeBufferPointer<Float>
    let sum: UnsafeMutablePointer<Int>

    func visit<Kernel: DescentKernel>(_ descents: Descents<Kernel, some LeafReader>) {
        withUnsafeTemporaryAllocation(of: Kernel.Key.self, capacity: row.count) { keys in
            for column in row.indices { keys.initializeElement(at: column, to: Kernel.key(row[column])) }
            guard let keys = keys.baseAddress else { return }
            sum.pointee = descents.sum(of: keys)
        }
    }
}
