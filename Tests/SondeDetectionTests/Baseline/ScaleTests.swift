import Testing

@testable import SondeDetection

@Suite struct ScaleTests {
    @Test func isTheStandardDeviationOfNormalResiduals() {
        var random = SplitMix(state: 4)
        var scale = Scale(memory: 5000)
        for _ in 0..<20_000 { scale.add(3 * random.normal()) }
        #expect(abs(scale.deviation - 3) < 0.15, "\(scale.deviation)")
    }

    /// The mean absolute deviation is 1 from the first value on.
    @Test(arguments: [1, 2, 40, 1000])
    func needsNoTimeToSettle(count: Int) {
        var scale = Scale(memory: 100)
        for number in 0..<count { scale.add(number.isMultiple(of: 2) ? 1 : -1) }
        #expect(abs(scale.deviation - 1.2533) < 1e-9)
    }

    /// An outlier counts as four deviations.
    @Test func outliersAreLimited() {
        var scale = Scale(memory: 1000)
        for number in 0..<100 { scale.add(number.isMultiple(of: 2) ? 1 : -1) }
        scale.add(1e9)
        let expected = 1.2533 + 1.0 / 101 * (4 * 1.2533 * 1.2533 - 1.2533)
        #expect(abs(scale.deviation - expected) < 1e-9, "\(scale.deviation)")
    }

    @Test func whatWasConstantMayBeginToVary() {
        var scale = Scale(memory: 200, least: 0.01)
        for _ in 0..<400 { scale.add(0) }
        for _ in 0..<1000 { scale.add(0.3) }
        #expect(abs(scale.deviation - 0.376) < 0.01, "\(scale.deviation)")
    }

    @Test func followsALastingChange() {
        var scale = Scale(memory: 200)
        for _ in 0..<400 { scale.add(1) }
        for _ in 0..<1000 { scale.add(10) }
        #expect(abs(scale.deviation - 12.533) < 0.2, "\(scale.deviation)")
    }
}
