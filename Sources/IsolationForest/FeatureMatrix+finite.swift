extension FeatureMatrix {
    /// Whether values are missing; throws `infinite` for the first value that is, and `notANumber` for the first that
    /// is missing where none may be.
    func checkedForMissing(allowed: Bool) throws(IsolationForestError) -> Bool {
        guard !values.areFinite else { return false }
        for (index, value) in values.enumerated() where value.isInfinite || value.isNaN && !allowed {
            throw .unusable(value, row: index / columns, column: index % columns)
        }
        return true
    }
}

extension UnsafeBufferPointer<Float> {
    /// The same for one row.
    func checkedForMissing(allowed: Bool) throws(IsolationForestError) -> Bool {
        var hasMissing = false
        for column in indices where !self[column].isFinite {
            guard self[column].isNaN, allowed else { throw .unusable(self[column], row: 0, column: column) }
            hasMissing = true
        }
        return hasMissing
    }
}

extension IsolationForestError {
    /// What is wrong with a value that is not finite; `row` and `column` are indexes from 0.
    fileprivate static func unusable(_ value: Float, row: Int, column: Int) -> Self {
        value.isNaN ? .notANumber(row: row + 1, column: column + 1) : .infinite(row: row + 1, column: column + 1)
    }
}

extension [Float] {
    /// Whether no value is NaN or infinite.
    ///
    /// One added to the exponent of a finite magnitude leaves the highest bit clear; of the others it sets it. The bits
    /// of all values together, unlike a search that stops early, are found with vector instructions.
    fileprivate var areFinite: Bool {
        let one: UInt32 = 1 << UInt32(Float.significandBitCount)
        var carried: UInt32 = 0
        for value in self { carried |= value.magnitude.bitPattern &+ one }
        return carried >> 31 == 0
    }
}
