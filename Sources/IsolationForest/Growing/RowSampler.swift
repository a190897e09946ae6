/// Draws the sample of a tree in time that depends on the sample alone, not on the number of rows.
struct RowSampler {
    private let rows: Int
    /// One bit for each row; all clear between two draws.
    private var taken: [UInt64]

    init(rows: Int) {
        self.rows = rows
        taken = Array(repeating: 0, count: (rows + 63) / 64)
    }

    /// Draws `count` different rows, every set of them equally likely, by Floyd's algorithm (Bentley and Floyd, 1987).
    mutating func distinctRows(_ count: Int, using generator: inout SeededGenerator) -> [Int] {
        var sample: [Int] = []
        sample.reserveCapacity(count)
        for last in rows - count..<rows {
            let row = generator.index(below: last + 1)
            sample.append(take(row) ? row : takeUntaken(last))
        }
        release(sample)
        return sample
    }

    /// Draws `count` times from all rows and returns each row that was drawn once.
    ///
    /// As in scikit-learn, a row drawn twice weighs twice and weights do not change a random split, so that a repeated
    /// draw makes the sample smaller.
    mutating func bootstrapRows(_ count: Int, using generator: inout SeededGenerator) -> [Int] {
        var sample: [Int] = []
        sample.reserveCapacity(count)
        for _ in 0..<count {
            let row = generator.index(below: rows)
            if take(row) { sample.append(row) }
        }
        release(sample)
        return sample
    }

    /// Marks a row and says whether it was free.
    private mutating func take(_ row: Int) -> Bool {
        let bit: UInt64 = 1 << UInt64(row & 63)
        let isFree = taken[row >> 6] & bit == 0
        taken[row >> 6] |= bit
        return isFree
    }

    /// Marks a row that cannot have been drawn yet.
    private mutating func takeUntaken(_ row: Int) -> Int {
        taken[row >> 6] |= 1 << UInt64(row & 63)
        return row
    }

    private mutating func release(_ sample: [Int]) {
        for row in sample { taken[row >> 6] = 0 }
    }
}
