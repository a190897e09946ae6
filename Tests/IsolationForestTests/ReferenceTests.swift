import IsolationForest
import Testing

/// The same figures as scikit-learn's, but for chance.
@Suite struct ReferenceTests {
    @Test(
        "AUROC, mean of 10 seeds, is within 0.01 of scikit-learn's mean of 60",
        .enabled(if: LabelledSet.isAvailable, "the data sets of ../shared/bench are not beside this checkout"),
        arguments: try ScikitLearnReference.load().areas)
    func auroc(_ reference: ScikitLearnReference.Area) throws {
        let set = try LabelledSet(reference.name)
        let scored = try set.thinned(to: 12_000)
        #expect(scored.matrix.rows == reference.scoredRows)
        let areas = try (0..<10).map { seed in
            var forest = IsolationForest(.init(seed: UInt64(seed)))
            try forest.fit(set.matrix)
            return scored.auroc(scores: try forest.scoreSamples(scored.matrix))
        }
        let mean = areas.reduce(0, +) / Double(areas.count)
        #expect(abs(mean - reference.mean) <= 0.01, "\(reference.name): \(mean), scikit-learn \(reference.mean)")
    }

    @Test(
        "The scores of 100 forests are distributed as scikit-learn's",
        arguments: try ScikitLearnReference.load().distributions)
    func distribution(_ reference: ScikitLearnReference.Distribution) throws {
        let rows = try #require(ReferenceRows(rawValue: reference.name))
        let matrix = try rows.matrix(rows: reference.rows, columns: reference.columns)
        try #require(matrix.checksum == reference.checksum, "reference.py was given other rows")
        let scored = try matrix.everyRow(step: reference.rowStep)
        // Chance alone puts 20 of scikit-learn's own forests 0.005 to 0.05 from its reference, so more are pooled.
        let scores = try (0..<100).flatMap { seed in
            var forest = IsolationForest(.init(seed: UInt64(seed)))
            try forest.fit(matrix)
            return try forest.scoreSamples(scored)
        }
        let distance = reference.distance(to: scores)
        #expect(distance <= 0.02, "\(reference.name): \(distance)")
    }
}
