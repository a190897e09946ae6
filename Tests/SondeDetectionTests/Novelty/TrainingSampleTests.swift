import Foundation
import SondeCore
import Testing

@testable import SondeDetection

@Suite struct TrainingSampleTests {
    /// Features that carry their number in the first two columns; a column alone is too coarse.
    private func features(_ number: Int) -> NoveltyFeatures {
        NoveltyFeatures(
            fromFew: Double(number / 256), fromLast: Double(number % 256), fromHour: 0, fromSeason: 0,
            fromNearestDay: 0, movement: 0, offset: 0)
    }

    private func sample(of count: Int, window: Duration = .seconds(7 * 86_400)) -> (TrainingSample, Timestamp) {
        var sample = TrainingSample(window: window)
        var time = Timestamp.monday
        for number in 0..<count {
            time = .monday.advanced(by: .seconds(15 * number))
            sample.append(features(number), at: time)
        }
        return (sample, time)
    }

    private func numbers(_ rows: [Float]) -> [Int] {
        stride(from: 0, to: rows.count, by: NoveltyFeatures.count).map { row in
            256 * Int(expm1(Double(rows[row])).rounded()) + Int(expm1(Double(rows[row + 1])).rounded())
        }
    }

    @Test func keepsEverythingWhileItFits() {
        let (sample, end) = sample(of: TrainingSample.capacity)
        #expect(numbers(sample.rows(until: end)) == Array(0..<TrainingSample.capacity))
    }

    @Test func neverExceedsItsCapacity() {
        var sample = TrainingSample(window: .seconds(86_400))
        for number in 0..<20_000 {
            sample.append(features(number), at: .monday.advanced(by: .seconds(15 * number)))
            #expect(sample.count <= TrainingSample.capacity)
        }
    }

    @Test func aWeekIsSampledEvenly() {
        let (sample, end) = sample(of: 40_320)
        let kept = numbers(sample.rows(until: end))
        #expect(kept.count >= TrainingSample.capacity / 2 && kept.count <= TrainingSample.capacity)
        #expect(kept == kept.sorted())
        for day in 0..<7 {
            let ofDay = kept.count { (day * 5760..<(day + 1) * 5760).contains($0) }
            #expect(abs(ofDay - kept.count / 7) <= kept.count / 14, "day \(day): \(ofDay) of \(kept.count)")
        }
    }

    /// With fewer than a tree's 256 the forest would stay as it is.
    @Test(arguments: [800.0, 1000, 1900, 4000, 7700, 15_360, 31_000, 40_320])
    func theWindowAlwaysHoldsEnoughForATree(values: Double) {
        var sample = TrainingSample(window: .seconds(15 * values))
        var least = Int.max
        for number in 0..<Int(4 * values) {
            let time = Timestamp.monday.advanced(by: .seconds(15 * number))
            sample.append(features(number), at: time)
            guard number >= Int(values), number % 97 == 0 else { continue }
            least = min(least, sample.rows(until: time).count / NoveltyFeatures.count)
        }
        #expect(least >= 256)
    }

    @Test func whatIsBeyondAllMeasureIsTheLargest() {
        var sample = TrainingSample(window: .seconds(86_400))
        for distance in [1e3, .infinity, .nan] {
            var features = features(0)
            features.fromHour = distance
            sample.append(features, at: .monday)
        }
        let rows = sample.rows(until: .monday)
        let column = (0..<3).map { rows[$0 * NoveltyFeatures.count + 2] }
        #expect(abs(column[0] - Float(log1p(1e3))) < 0.001)
        #expect(column[1] > 30 && column[1] < 40 && column[2] == column[1])
    }

    @Test func noRhythmIsFavoured() {
        let (sample, end) = sample(of: 40_320)
        let kept = numbers(sample.rows(until: end))
        let even = kept.count { $0.isMultiple(of: 2) }
        #expect(abs(even - kept.count / 2) < kept.count / 8)
    }

    @Test func whatIsOlderThanTheWindowIsGone() {
        let (sample, end) = sample(of: 60_000, window: .seconds(86_400))
        let kept = numbers(sample.rows(until: end))
        #expect(kept.count > 200)
        #expect(kept.allSatisfy { $0 >= 60_000 - 5761 })
    }

    /// Rows are whole: the other columns belong to the first.
    @Test func thinnedRowsAreWhole() {
        var sample = TrainingSample(window: .seconds(7 * 86_400))
        var time = Timestamp.monday
        for number in 0..<5000 {
            time = .monday.advanced(by: .seconds(15 * number))
            var features = features(number)
            features.offset = features.fromLast
            sample.append(features, at: time)
        }
        let rows = sample.rows(until: time)
        for start in stride(from: 0, to: rows.count, by: NoveltyFeatures.count) {
            #expect(rows[start + 1] == rows[start + NoveltyFeatures.count - 1])
            #expect(rows[start + 2] == 0)
        }
    }
}
