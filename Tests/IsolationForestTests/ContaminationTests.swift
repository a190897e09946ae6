import Testing

@testable import IsolationForest

@Suite struct ContaminationTests {
    @Test("Without a contamination the offset is -0.5")
    func auto() throws {
        var forest = IsolationForest()
        #expect(forest.offset == nil)
        try forest.fit(TestRows.logNormal(rows: 500, columns: 3))
        #expect(forest.offset == -0.5)
    }

    @Test("The share of training rows below 0 is the contamination", arguments: [0.01, 0.1, 0.25, 0.5])
    func share(contamination: Double) throws {
        let matrix = try TestRows.logNormal(rows: 1_001, columns: 3)
        var forest = IsolationForest(.init(contamination: .fraction(contamination)))
        try forest.fit(matrix)
        let decisions = try forest.decisionFunction(matrix)
        #expect(abs(decisions.count { $0 < 0 } - Int(contamination * 1_000)) <= 1)
        #expect(try forest.offset == forest.scoreSamples(matrix).quantile(contamination))
    }

    /// What numpy 2 prints for `np.percentile(values, 100 * share)`.
    @Test(
        "The quantile is numpy's linear percentile",
        arguments: [
            ([-0.9, -0.8, -0.6, -0.55, -0.5, -0.45, -0.4, -0.3], 0.1, -0.83),
            ([3, 1, 2, 10], 0.25, 1.75), ([3, 1, 2, 10], 0.5, 2.5), ([3, 1, 2, 10], 0.3, 1.9),
            ([3, 1, 2, 10], 1, 10), ([7], 0.1, 7),
        ] as [([Double], Double, Double)])
    func quantile(values: [Double], share: Double, expected: Double) {
        #expect(abs(values.quantile(share) - expected) < 1e-12)
    }
}
