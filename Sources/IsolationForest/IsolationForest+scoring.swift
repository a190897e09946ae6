extension IsolationForest {
    /// -s(x) of every row (`score_samples`): between -1 and 0, lower is stranger.
    ///
    /// Throws `notFitted`, `columnMismatch`, or the first value that is not finite.
    public func scoreSamples(_ matrix: FeatureMatrix) throws(IsolationForestError) -> [Double] {
        try model(for: matrix).scores(of: matrix)
    }

    /// The score of every row minus the offset (`decision_function`): below 0 is anomalous, lower is stranger.
    public func decisionFunction(_ matrix: FeatureMatrix) throws(IsolationForestError) -> [Double] {
        let model = try model(for: matrix)
        return model.scores(of: matrix).map { $0 - model.offset }
    }

    /// -1 for every row whose decision is below 0, which makes it an anomaly, and 1 for every other (`predict`).
    public func predict(_ matrix: FeatureMatrix) throws(IsolationForestError) -> [Int] {
        try decisionFunction(matrix).map { $0 < 0 ? -1 : 1 }
    }

    private func model(for matrix: FeatureMatrix) throws(IsolationForestError) -> Model {
        let model = try fittedModel(columns: matrix.columns)
        try matrix.requireFinite()
        return model
    }
}

/// One row at a time, as an array or as a buffer. Up to 256 columns, nothing is allocated.
extension IsolationForest {
    /// -s(x) of a row, the same to the bit as `scoreSamples` gives.
    ///
    /// Throws `notFitted`, `columnMismatch`, or the first value that is not finite.
    public func score(of row: UnsafeBufferPointer<Float>) throws(IsolationForestError) -> Double {
        try model(for: row).score(of: row)
    }

    /// The score of a row minus the offset: below 0 is anomalous, lower is stranger.
    public func decision(of row: UnsafeBufferPointer<Float>) throws(IsolationForestError) -> Double {
        let model = try model(for: row)
        return model.score(of: row) - model.offset
    }

    /// Whether a row's decision is below 0.
    public func isAnomaly(_ row: UnsafeBufferPointer<Float>) throws(IsolationForestError) -> Bool {
        try decision(of: row) < 0
    }

    private func model(for row: UnsafeBufferPointer<Float>) throws(IsolationForestError) -> Model {
        let model = try fittedModel(columns: row.count)
        for column in row.indices where !row[column].isFinite {
            throw .unusable(row[column], row: 0, column: column)
        }
        return model
    }
}

/// The same for a row in an array.
extension IsolationForest {
    public func score(of row: [Float]) throws(IsolationForestError) -> Double {
        try row.withUnsafeBufferPointer { row throws(IsolationForestError) in try score(of: row) }
    }

    public func decision(of row: [Float]) throws(IsolationForestError) -> Double {
        try row.withUnsafeBufferPointer { row throws(IsolationForestError) in try decision(of: row) }
    }

    public func isAnomaly(_ row: [Float]) throws(IsolationForestError) -> Bool {
        try decision(of: row) < 0
    }
}

extension IsolationForest {
    private func fittedModel(columns: Int) throws(IsolationForestError) -> Model {
        guard let model else { throw .notFitted }
        guard model.columns == columns else { throw .columnMismatch(expected: model.columns, found: columns) }
        return model
    }
}
