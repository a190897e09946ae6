import IsolationForest
import Testing

/// The same figures as scikit-learn's, but for chance.
@Suite struct ReferenceTests {
    /// The reference is the mean of 60 of scikit-learn's seeds, not that of ten, which depends on luck: on cardio the AUROC
    /// deviates by 0.0113 from seed to seed, the mean of ten still by 0.0036. Scikit-learn's own seeds 0 to 9 lie at
    /// 0.93286 there, 0.0070 above the mean of its 60, 0.92584; a bar of 0.01 around them would ask for the same luck.
    /// Reference/sklearn.json holds both means of every set.
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

    /// Twenty forests within 0.02 are what was asked for, and the seeds from 0 on are. It says little, because chance alone
    /// puts twenty of scikit-learn's own forests 0.006 to 0.045 from its reference (`chance` shows it), so that a
    /// hundred are compared, too, of which scikit-learn's own stay within 0.013.
    @Test(
        "The scores of 20 and of 100 forests are distributed as scikit-learn's",
        arguments: try ScikitLearnReference.load().distributions)
    func distribution(_ reference: ScikitLearnReference.Distribution) throws {
        let rows = try #require(ReferenceRows(rawValue: reference.name))
        let matrix = try rows.matrix(rows: reference.rows, columns: reference.columns)
        try #require(matrix.checksum == reference.checksum, "reference.py was given other rows")
        let scored = try matrix.everyRow(step: reference.rowStep)
        let scores = try (0..<100).map { seed in
            var forest = IsolationForest(.init(seed: UInt64(seed)))
            try forest.fit(matrix)
            return try forest.scoreSamples(scored)
        }
        for count in [20, 100] {
            let distance = reference.distance(to: scores.prefix(count).flatMap(\.self))
            #expect(distance <= 0.02, "\(count) forests, \(reference.name): \(distance)")
        }
    }

    @Test(
        "By chance, some of scikit-learn's own pools of 20 forests miss the bar, and none of 100",
        arguments: try ScikitLearnReference.load().distributions)
    func chance(_ reference: ScikitLearnReference.Distribution) throws {
        let (twenties, hundreds) = (try reference.ownDistances(of: 20), try reference.ownDistances(of: 100))
        #expect(twenties.count == 20 && hundreds.count == 4)
        #expect(twenties.contains { $0 > 0.02 } && hundreds.allSatisfy { $0 <= 0.02 })
    }
}
