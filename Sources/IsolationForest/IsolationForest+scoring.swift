extension IsolationForest {
    /// -s(x) of every row (`score_samples`): between -1 and 0, lower is stranger.
    ///
    /// Throws `notFitted`, `columnMismatch`, or the first value that is not finite.
    ///
    /// - Parameters:
    ///   - matrix: Rows with the columns that the forest was fitted on.
    ///   - threads: The most threads to work with. The scores are the same whatever their number.
    public func scoreSamples(_ matrix: FeatureMatrix, threads: Int = 1) throws(IsolationForestError) -> [Double] {
        let model = try fittedModel(columns: matrix.columns)
        let hasMissing = try matrix.checkedForMissing(allowed: model.allowsMissing)
        return model.scores(of: matrix, hasMissing: hasMissing, threads: threads)
    }

    /// The score of every row minus the offset (`decision_function`): below 0 is anomalous, lower is stranger.
    public func decisionFunction(_ matrix: FeatureMatrix, threads: Int = 1) throws(IsolationForestError) -> [Double] {
        let offset = try fittedModel(columns: matrix.columns).offset
        return try scoreSamples(matrix, threads: threads).map { $0 - offset }
    }

    /// -1 for every row whose decision is below 0, which makes it an anomaly, and 1 for every other (`predict`).
    public func predict(_ matrix: FeatureMatrix, threads: Int = 1) throws(IsolationForestError) -> [Int] {
        try decisionFunction(matrix, threads: threads).map { $0 < 0 ? -1 : 1 }
    }
}

/// One row at a time, as an array or as a buffer. Up to 256 columns, nothing is allocated.
extension IsolationForest {
    /// -s(x) of a row, the same to the bit as `scoreSamples` gives.
    ///
    /// Throws `notFitted`, `columnMismatch`, or the first value that is not finite.
    public func score(of row: UnsafeBufferPointer<Float>) throws(IsolationForestError) -> Double {
        let model = try fittedModel(columns: row.count)
        let hasMissing = try row.checkedForMissing(allowed: model.allowsMissing)
        return model.score(of: row, hasMissing: hasMissing)
    }

    /// The score of a row minus the offset: below 0 is anomalous, lower is stranger.
    public func decision(of row: UnsafeBufferPointer<Float>) throws(IsolationForestError) -> Double {
        try score(of: row) - fittedModel(columns: row.count).offset
    }

    /// Whether a row's decision is below 0.
    public func isAnomaly(_ row: UnsafeBufferPointer<Float>) throws(IsolationForestError) -> Bool {
        try decision(of: row) < 0
    }
}

/// The same for a row in an array.
extension IsolationForest {
    /// -s(x) of a row, the same to the bit as `scoreSamples` gives.
    ///
    /// Throws `notFitted`, `columnMismatch`, or the first value that is not finite.
    public func score(of row: [Float]) throws(IsolationForestError) -> Double {
        try row.withUnsafeBufferPointer { row throws(IsolationForestError) in try score(of: row) }
    }

    /// The score of a row minus the offset: below 0 is anomalous, lower is stranger.
    ///
    /// Throws what `score(of:)` throws.
    public func decision(of row: [Float]) throws(IsolationForestError) -> Double {
        try row.withUnsafeBufferPointer { row throws(IsolationForestError) in try decision(of: row) }
    }

    /// Whether a row's decision is below 0.
    ///
    /// Throws what `score(of:)` throws.
    public func isAnomaly(_ row: [Float]) throws(IsolationForestError) -> Bool {
        try decision(of: row) < 0
    }
}

extension IsolationForest {
    func fittedModel(columns: Int) throws(IsolationForestError) -> Model {
        guard let model else { throw .notFitted }
        guard model.columns == columns else { throw .columnMismatch(expected: model.columns, found: columns) }
        return model
    }
}
