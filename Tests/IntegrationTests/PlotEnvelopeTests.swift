import SondeCore
import Testing

@testable import sonde

/// A series of any length in few buckets.
@Suite struct PlotEnvelopeTests {
    private func at(_ seconds: Double) -> Timestamp { Timestamp(seconds: 1_767_225_600 + seconds) }

    /// Values that look random and are the same in each run.
    private func value(_ index: Int) -> Double { Double((index &* 7919) % 10_007) / 3 }

    private func envelope(of count: Int, limit: Int = 4000, every seconds: Double = 60) -> PlotEnvelope {
        var envelope = PlotEnvelope(limit: limit)
        for index in 0..<count {
            envelope.add(time: at(Double(index) * seconds), value: value(index), expected: 1...Double(index + 2))
        }
        return envelope
    }

    @Test func fewPointsStandAlone() throws {
        let envelope = envelope(of: 4000)
        #expect(envelope.buckets.count == 4000)
        for (index, bucket) in envelope.buckets.enumerated() {
            #expect(bucket == PlotBucket(time: at(Double(index) * 60), value: value(index), expected: bucket.expected))
        }
        #expect(envelope.buckets[7].expected == 1...9)
    }

    @Test(arguments: [4001, 100_000, 1_000_003])
    func bucketsAreBounded(count: Int) {
        let envelope = envelope(of: count)
        #expect(envelope.buckets.count <= 4000)
        #expect(envelope.buckets.count > 1900)
        #expect(envelope.buckets.reduce(0) { $0 + Int($1.count) } == count)
    }

    @Test func extremesAndEndsAreExact() throws {
        let count = 100_000
        let envelope = envelope(of: count, limit: 100)
        var index = 0
        for bucket in envelope.buckets {
            let values = (index..<index + Int(bucket.count)).map(value)
            #expect(bucket.range?.lowerBound == values.min() && bucket.range?.upperBound == values.max())
            #expect(bucket.last == values.last)
            #expect(bucket.start == at(Double(index) * 60))
            index += Int(bucket.count)
            #expect(bucket.end == at(Double(index - 1) * 60))
            #expect(bucket.expected == 1...Double(index + 1))
        }
        #expect(index == count)
    }

    @Test func gapsStay() throws {
        var envelope = PlotEnvelope(limit: 200)
        for index in 0..<10_000 where !(6000..<6200).contains(index) {
            envelope.add(time: at(Double(index) * 60), value: 1, expected: nil)
        }
        let pause = try #require(envelope.longestPause)
        #expect(pause > .seconds(60) && pause < .seconds(200))
        let gaps = zip(envelope.buckets, envelope.buckets.dropFirst()).filter { $0.end.duration(to: $1.start) > pause }
        let gap = try #require(gaps.first)
        #expect(gaps.count == 1)
        #expect(gap.0.end == at(5999 * 60) && gap.1.start == at(6200 * 60))
    }

    /// A long silence costs no buckets.
    @Test func silenceTakesNoRoom() {
        var envelope = PlotEnvelope(limit: 100)
        for index in 0..<50 { envelope.add(time: at(Double(index)), value: 1, expected: nil) }
        for index in 0..<50 { envelope.add(time: at(1e9 + Double(index)), value: 1, expected: nil) }
        #expect(envelope.buckets.count == 100)
    }

    @Test func failuresAreCounted() throws {
        var envelope = PlotEnvelope(limit: 2)
        let values: [Double?] = [4, nil, .nan, .infinity, 9, nil, 5, nil]
        for (index, value) in values.enumerated() {
            envelope.add(time: at(Double(index)), value: value, expected: nil)
        }
        #expect(envelope.buckets.reduce(0) { $0 + Int($1.failures) } == 5)
        #expect(envelope.buckets.compactMap { $0.range?.upperBound }.max() == 9)
        #expect(envelope.buckets.compactMap(\.last).last == 5)
    }

    @Test func aBucketOfFailuresHasNoValue() {
        let bucket = PlotBucket(time: at(0), value: nil, expected: 1...2)
        #expect(bucket.range == nil && bucket.last == nil && bucket.failures == 1)
        #expect(bucket.expected == 1...2)
    }

    @Test func aBandWithoutEndIsNone() {
        #expect(PlotBucket(time: at(0), value: 1, expected: 0...Double.infinity).expected == nil)
        #expect(PlotBucket(time: at(0), value: 1, expected: 3...3).expected == 3...3)
    }

    @Test func latePointsFindTheirPlace() {
        var envelope = PlotEnvelope(limit: 64)
        var shuffler = SystemRandomNumberGenerator()
        for index in (0..<5000).shuffled(using: &shuffler) {
            envelope.add(time: at(Double(index)), value: value(index), expected: nil)
        }
        #expect(envelope.buckets.count <= 64)
        #expect(envelope.buckets.reduce(0) { $0 + Int($1.count) } == 5000)
        #expect(zip(envelope.buckets, envelope.buckets.dropFirst()).allSatisfy { $0.end < $1.start })
        let greatest = (0..<5000).map(value).max()
        #expect(envelope.buckets.compactMap { $0.range?.upperBound }.max() == greatest)
    }

    @Test func timesFarApartAreBounded() {
        var envelope = PlotEnvelope(limit: 2)
        for microseconds in [Int64.min, -1, 0, 1, Int64.max] {
            envelope.add(time: Timestamp(microseconds: microseconds), value: 1, expected: nil)
        }
        #expect(envelope.buckets.map(\.count) == [2, 3])
        #expect(envelope.longestPause != nil)
    }

    @Test func coarseningKeepsAll() {
        let coarse = envelope(of: 3000).coarsened(to: 100)
        #expect(coarse.buckets.count <= 100)
        #expect(coarse.buckets.reduce(0) { $0 + Int($1.count) } == 3000)
        #expect(coarse.buckets.compactMap { $0.range?.lowerBound }.min() == (0..<3000).map(value).min())
    }
}
