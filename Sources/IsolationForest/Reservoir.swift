/// A sample of bounded size of rows that never end, from which a forest's trees are grown anew.
///
/// Every row that comes is kept, in place of one drawn at random, so that the chance to be still there falls
/// exponentially with age: the reservoir remembers about its last `capacity` rows, some much older (Aggarwal, "On
/// Biased Reservoir Sampling in the Presence of Stream Evolution", VLDB 2006, algorithm 2.1, with a bias of
/// 1 / capacity).
public struct Reservoir: Sendable {
    /// The most rows that are kept.
    public let capacity: Int
    /// The values of each row.
    public let columns: Int
    /// What is done with values that are NaN, as the forest's configuration says.
    public let missingValues: IsolationForest.MissingValues
    private var values: [Float] = []
    private var generator: SeededGenerator

    /// A reservoir without rows; `capacity` and `columns` are at least 1.
    public init(
        capacity: Int, columns: Int, missingValues: IsolationForest.MissingValues = .error, seed: UInt64 = 0
    ) {
        precondition(capacity >= 1 && columns >= 1, "A reservoir holds at least one row of at least one column.")
        self.capacity = capacity
        self.columns = columns
        self.missingValues = missingValues
        generator = SeededGenerator(seed: seed, stream: 0)
    }

    /// The number of rows that are kept now.
    public var count: Int { values.count / columns }

    /// Takes a row in.
    ///
    /// Throws `rowLength` when it has another number of values than the reservoir has columns, and what is wrong with a
    /// value that no tree could be grown from.
    public mutating func append(_ row: [Float]) throws(IsolationForestError) {
        guard row.count == columns else {
            throw .rowLength(row: 1, expected: columns, found: row.count)
        }
        _ = try row.withUnsafeBufferPointer { row throws(IsolationForestError) in
            try row.checkedForMissing(allowed: missingValues == .largerChild)
        }
        // While it fills, a row replaces another with the chance that corresponds to its fullness.
        let place = generator.index(below: capacity)
        guard place < count else {
            values.append(contentsOf: row)
            return
        }
        values.replaceSubrange(place * columns..<(place + 1) * columns, with: row)
    }

    /// The rows that are kept now, in no particular order.
    ///
    /// Throws `emptyMatrix` before the first row.
    public func matrix() throws(IsolationForestError) -> FeatureMatrix {
        try FeatureMatrix(values, columns: columns)
    }
}
