import Testing

@testable import IsolationForest

@Suite struct ExplanationTests {
    @Test(
        "The strongest columns are those that took most off the path, and none that made it longer",
        arguments: [(0, []), (1, [2]), (2, [2, 4]), (3, [2, 4, 0]), (9, [2, 4, 0])] as [(Int, [Int])])
    func strongest(count: Int, expected: [Int]) {
        let explanation = IsolationForest.Explanation(
            contributions: [0.5, -3, 2, 0, 1], usualPathLength: 8, pathLength: 7.5)
        #expect(explanation.strongest(count) == expected)
    }

    @Test("A plane is put down to its features in proportion to the squares of the normal's components")
    func squares() {
        let plane = PlaneSplit(
            terms: [PlaneSplit.Term(feature: 0, weight: 3), PlaneSplit.Term(feature: 2, weight: -4)], intercept: 1)
        var sums = [10.0, 0, 0]
        PlaneSplits.addShares(of: plane, times: -5, to: &sums)
        #expect(zip(sums, [10 - 1.8, 0, -3.2]).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    @Test("An ordinary split is put down to its feature alone")
    func oneFeature() {
        var sums = [1.0, 2]
        AxisSplits.addShares(of: AxisSplit(feature: 1, threshold: 0), times: 0.25, to: &sums)
        #expect(sums == [1, 2.25])
    }
}
