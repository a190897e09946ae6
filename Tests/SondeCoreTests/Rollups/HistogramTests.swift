import Foundation
import SondeCore
import Testing

@Suite struct HistogramTests {
    /// Reproducible, the logarithms uniform from 10 µs to a minute.
    private static func durations(_ count: Int, seed: Int = 1) -> [Duration] {
        (0..<count).map { number in
            // Weyl's sequence: even in every stretch.
            let share = (Double(number + seed * 7919) * 0.618_033_988_749_895).truncatingRemainder(dividingBy: 1)
            return .microseconds(Int64(10 * pow(6_000_000, share)))
        }
    }

    private func histogram(_ durations: some Sequence<Duration>) -> Histogram {
        durations.reduce(into: Histogram()) { $0.add($1) }
    }

    @Test(arguments: [0.001, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1], [1, 2, 7, 100, 20_000])
    func quantilesAreWithinTwoPerCent(share: Double, count: Int) throws {
        let durations = Self.durations(count).sorted()
        let exact = durations[max(0, Int((share * Double(count)).rounded(.up)) - 1)]
        let found = try #require(histogram(durations).quantile(share))
        #expect(abs(found / exact - 1) <= 0.02 + 1e-9, "\(found) beside \(exact)")
    }

    /// From a microsecond, which is the least, to a week.
    @Test func everyDurationIsWithinTwoPerCentOfItsBucket() throws {
        for exponent in 0..<2800 {
            let duration = Duration.microseconds(Int64(exp(Double(exponent) / 104)))
            let found = try #require(histogram([duration]).quantile(0.5))
            #expect(abs(found / duration - 1) <= 0.02 + 1e-9, "\(found) beside \(duration)")
        }
    }

    @Test func whatIsBeyondAllMeasureIsCountedAtTheEnds() throws {
        let odd = histogram([.zero, .microseconds(-5), .seconds(1_000_000_000)])
        #expect(odd.count == 3)
        let least = try #require(odd.quantile(0.1))
        #expect(least <= .microseconds(2))
        let most = try #require(odd.quantile(1))
        #expect(most > .seconds(600_000))
    }

    @Test func nothingHasNoQuantile() {
        #expect(Histogram().quantile(0.5) == nil)
        #expect(Histogram().count == 0)
    }

    /// In whatever order: a percentile of a month is that of all its probes.
    @Test func addingHistogramsIsAddingTheirValues() {
        let durations = Self.durations(5000)
        let whole = histogram(durations)
        let parts = stride(from: 0, to: 5000, by: 137).map { histogram(durations[$0..<min(5000, $0 + 137)]) }
        #expect(parts.reduce(into: Histogram()) { $0.add($1) } == whole)
        #expect(parts.reversed().reduce(into: Histogram()) { $0.add($1) } == whole)
        var same = whole
        same.add(Histogram())
        #expect(same == whole)
    }

    // MARK: As bytes

    @Test(arguments: [0, 1, 4, 240, 20_000])
    func bytesGiveTheSameBack(count: Int) {
        let written = histogram(Self.durations(count))
        #expect(Histogram(bytes: written.bytes) == written)
    }

    /// An hour of one API, whose times spread by a third.
    @Test func anHourIsSmall() {
        let hour = histogram((0..<240).map { .microseconds(100_000 + $0 * 7919 % 35_000) })
        #expect(hour.bytes.count <= 24)
        let minute = histogram([100, 104, 130, 98].map { .milliseconds($0) })
        #expect(minute.bytes.count <= 12)
    }

    @Test func largeCountsSurvive() throws {
        let large = try #require(Histogram([.init(index: 3, count: .max), .init(index: 682, count: 300)]))
        #expect(Histogram(bytes: large.bytes) == large)
        var sum = large
        sum.add(large)
        #expect(sum.buckets.map(\.count) == [.max, 600])
    }

    @Test(
        arguments: [
            [0x80], [0x05], [0x05, 0x80], [0x05, 0x00], [0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0x01],
            [0xab, 0x05, 0x01], [0xaa, 0x05, 0x01, 0x00, 0x01], [0x05, 0xff, 0xff, 0xff, 0xff, 0x1f],
        ] as [[UInt8]])
    func whatIsNoHistogramIsRefused(bytes: [UInt8]) {
        #expect(Histogram(bytes: bytes) == nil)
    }

    @Test func anyBytesDoNoHarm() {
        var state: UInt64 = 42
        for length in 0..<3000 {
            let bytes = (0..<length % 24).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 33)
            }
            if let read = Histogram(bytes: bytes) { #expect(Histogram(bytes: read.bytes) == read) }
        }
    }

    @Test func bucketsThatAreNoneAreRefused() {
        #expect(Histogram([.init(index: 2, count: 1), .init(index: 2, count: 1)]) == nil)
        #expect(Histogram([.init(index: 3, count: 1), .init(index: 2, count: 1)]) == nil)
        #expect(Histogram([.init(index: 3, count: 0)]) == nil)
        #expect(Histogram([.init(index: 683, count: 1)]) == nil)
    }
}
