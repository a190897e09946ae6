import Testing

@testable import SondeDetection

@Suite struct ShiftCusumTests {
    /// In deviations of 2.
    private func cusum(_ values: [Double]) -> ShiftCusum {
        var cusum = ShiftCusum(allowance: 0.5)
        for value in values { cusum.add(residual: 2 * value, deviation: 2) }
        return cusum
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var values: [Double]
        var sum: Double
        /// In deviations.
        var mean: Double
    }

    @Test(arguments: [
        Case(testDescription: "nothing", values: [], sum: 0, mean: 0),
        Case(testDescription: "a value above the allowance", values: [2], sum: 1.5, mean: 2),
        Case(testDescription: "a value as large as the allowance", values: [0.5], sum: 0, mean: 0),
        Case(testDescription: "a usual value takes the allowance off", values: [2, 0], sum: 1, mean: 1),
        Case(testDescription: "one value counts as 2.5", values: [7], sum: 2, mean: 7),
        Case(testDescription: "and as 10 in the mean", values: [1000, 0], sum: 1.5, mean: 5),
        Case(testDescription: "a low one as -2.5", values: [7, 7, -7], sum: 1, mean: 11.0 / 3),
        Case(testDescription: "and as -3 in the mean", values: [2.5, 2.5, -1000], sum: 1, mean: 2.0 / 3),
        Case(testDescription: "never below 0", values: [-1, -1, -1, 1], sum: 0.5, mean: 1),
        Case(testDescription: "the mean begins where the sum left 0", values: [9, -9, -9, 2], sum: 1.5, mean: 2),
        Case(testDescription: "back at 0 there is no mean", values: [2, -9], sum: 0, mean: 0),
    ])
    func equalsSumsByHand(_ example: Case) {
        let cusum = cusum(example.values)
        #expect(abs(cusum.sum - example.sum) < 1e-12, "\(cusum.sum)")
        #expect(abs(cusum.meanResidual / 2 - example.mean) < 1e-12, "\(cusum.meanResidual / 2)")
    }

    @Test func isLimited() {
        #expect(cusum(Array(repeating: 9, count: 29)).sum == 58)
        #expect(cusum(Array(repeating: 9, count: 1000)).sum == 60)
    }

    @Test func aResetKeepsTheAllowanceAlone() {
        var cusum = cusum([9, 9])
        cusum.reset()
        #expect(cusum == ShiftCusum(allowance: 0.5))
        #expect(cusum != ShiftCusum(allowance: 0.7))
    }
}
