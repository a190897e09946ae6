/// Keeping a forest fresh at a constant cost: as the rows change, one tree after the other is grown anew.
extension IsolationForest {
    /// Grows the oldest tree anew from a sample of these rows, usually those of a `Reservoir`; as many calls as there
    /// are trees renew the forest. The offset stays; `recalibrate` moves it.
    ///
    /// It takes the time of one tree of a fit, about 20 µs, and of one look at each of the rows. Throws what `fit` throws,
    /// `columnMismatch`, and `notFitted`; with fewer rows than a tree's sample holds, it throws `sampleSizeOutOfRange`.
    /// The forest is then unchanged.
    public mutating func replaceOldestTree(with rows: FeatureMatrix) throws(IsolationForestError) {
        var renewed = try fittedModel(columns: rows.columns)
        var settings = configuration
        // Paths are compared with c(n) of the first samples' size.
        settings.sampleSize = .count(renewed.sampleSize)
        let plan = try settings.plan(for: rows)
        model = nil
        plan.replaceOldestTree(of: &renewed)
        model = renewed
    }

    /// The same with the rows that a reservoir keeps now.
    public mutating func replaceOldestTree(with reservoir: Reservoir) throws(IsolationForestError) {
        try replaceOldestTree(with: reservoir.matrix())
    }

    /// Places the offset anew, such that the configuration's contamination is the share of these rows below it; does
    /// nothing where the contamination is `auto`. It scores all rows.
    public mutating func recalibrate(on rows: FeatureMatrix, threads: Int = 1) throws(IsolationForestError) {
        guard case .fraction(let share) = configuration.contamination else { return }
        let offset = try scoreSamples(rows, threads: threads).quantile(share)
        model?.offset = offset
    }
}
