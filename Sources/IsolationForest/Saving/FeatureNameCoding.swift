/// The names of features in a file: of each column the bytes that follow, and its name in UTF-8.
extension ByteWriter {
    mutating func put(featureNames: [String]) {
        for name in featureNames {
            putCompact(name.utf8.count)
            put(name.utf8)
        }
    }
}

extension ByteReader {
    /// Reads the names of all columns, which are checked as those of a fit are.
    mutating func featureNames(columns: Int) throws(IsolationForestError) -> [String] {
        var names: [String] = []
        names.reserveCapacity(columns)
        for _ in 0..<columns {
            let count = try compact(upTo: IsolationForest.featureNameLimit)
            guard let name = String(validating: try bytes(count), as: UTF8.self) else {
                throw .damagedFile("the name of a feature is not UTF-8")
            }
            names.append(name)
        }
        do {
            try IsolationForest.validate(featureNames: names, columns: columns)
        } catch {
            throw .damagedFile("the names of its features are not sound")
        }
        return names
    }
}
