/// What the columns are called, so that rows whose columns were swapped are noticed.
extension IsolationForest {
    /// The most bytes of UTF-8 in the name of a feature.
    public static let featureNameLimit = 1_024

    /// Checks that there is one name for each column, of 1 to `featureNameLimit` bytes, and none twice.
    ///
    /// Throws `featureNameCount`, `unusableFeatureName` or `duplicateFeatureName`.
    package static func validate(featureNames: [String], columns: Int) throws(IsolationForestError) {
        guard featureNames.count == columns else {
            throw .featureNameCount(featureNames.count, columns: columns)
        }
        var known: Set<String> = []
        for name in featureNames {
            guard 1...featureNameLimit ~= name.utf8.count else { throw .unusableFeatureName(name) }
            guard known.insert(name).inserted else { throw .duplicateFeatureName(name) }
        }
    }
}

extension [String] {
    /// The bytes of the array, and of the strings that are too long to lie in it.
    var memoryFootprint: Int {
        let strings = lazy.map { $0.utf8.count > 15 ? 2 * arrayHeader + $0.utf8.count : 0 }
        return arrayHeader + capacity * MemoryLayout<String>.stride + strings.reduce(0, +)
    }
}
