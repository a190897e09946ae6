import Testing

@testable import SondeDetection

@Suite struct SlidingMedianTests {
    /// The median of a sorted array.
    private func median(_ values: some Collection<Double>) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    @Test func isNilBeforeTheFirstValue() {
        #expect(SlidingMedian(width: 5).median == nil)
    }

    @Test(arguments: [1, 2, 5, 15, 60])
    func equalsTheMedianOfTheLastValues(width: Int) {
        var random = SplitMix(state: UInt64(width))
        var sliding = SlidingMedian(width: width)
        var values: [Double] = []
        for _ in 0..<1500 {
            // Small whole numbers, of which many are equal, and some that are not.
            let isWhole = Int.random(in: 0..<4, using: &random) > 0
            let value = isWhole ? Double(Int.random(in: -3...3, using: &random)) : 3 * random.normal()
            values.append(value)
            sliding.add(value)
            let expected = median(values.suffix(width))
            #expect(sliding.median == expected, "after \(values.count) values")
        }
    }

    @Test func oneMonsterMovesItByARank() {
        var sliding = SlidingMedian(width: 5)
        for value in [1.0, 2, 3, 4, 1e300] { sliding.add(value) }
        #expect(sliding.median == 3)
    }
}
