import Testing

@testable import IsolationForest

@Suite struct RowSamplerTests {
    @Test(
        "Rows drawn without replacement are different and in range",
        arguments: [(1, 1), (5, 64), (64, 64), (256, 40_320)])
    func distinct(count: Int, rows: Int) {
        var sampler = RowSampler(rows: rows)
        for stream in 0..<20 {
            var generator = SeededGenerator(seed: 1, stream: stream)
            let sample = sampler.distinctRows(count, using: &generator)
            #expect(sample.count == count)
            #expect(Set(sample).count == count)
            #expect(sample.allSatisfy { (0..<rows).contains($0) })
        }
    }

    @Test("Every pair of five rows is drawn equally often")
    func uniform() {
        var sampler = RowSampler(rows: 5)
        var generator = SeededGenerator(seed: 3, stream: 0)
        var counts: [Set<Int>: Int] = [:]
        for _ in 0..<10_000 { counts[Set(sampler.distinctRows(2, using: &generator)), default: 0] += 1 }
        #expect(counts.count == 10)
        // 1000 are expected for each; five standard deviations are 150.
        #expect(counts.values.allSatisfy { abs($0 - 1_000) < 150 })
    }

    @Test("A bootstrap of all rows holds about 63 % of them, each once")
    func bootstrap() {
        var sampler = RowSampler(rows: 10_000)
        var generator = SeededGenerator(seed: 3, stream: 0)
        let sample = sampler.bootstrapRows(10_000, using: &generator)
        #expect(Set(sample).count == sample.count)
        #expect(abs(Double(sample.count) / 10_000 - 0.632) < 0.02)
    }
}
