extension FeatureMatrix {
    /// Throws `notANumber` or `infinite` for the first value that is either.
    func requireFinite() throws(IsolationForestError) {
        guard !values.areFinite else { return }
        for (index, value) in values.enumerated() where !value.isFinite {
            throw .unusable(value, row: index / columns, column: index % columns)
        }
    }
}

extension IsolationForestError {
    /// What is wrong with a value that is not finite; `row` and `column` are indexes from 0.
    static func unusable(_ value: Float, row: Int, column: Int) -> Self {
        value.isNaN ? .notANumber(row: row + 1, column: column + 1) : .infinite(row: row + 1, column: column + 1)
    }
}

extension [Float] {
    /// Whether no value is NaN or infinite.
    ///
    /// Both lie above every finite magnitude when the bits are read as an integer, and a largest integer, unlike a
    /// search that stops early, is found with vector instructions.
    fileprivate var areFinite: Bool {
        var largest: UInt32 = 0
        for value in self { largest = Swift.max(largest, value.magnitude.bitPattern) }
        return largest < Float.infinity.bitPattern
    }
}
