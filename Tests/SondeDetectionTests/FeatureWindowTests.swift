import SondeCore
import Testing

@testable import SondeDetection

@Suite struct FeatureWindowTests {
    /// 2026-01-05 is a Monday.
    private let monday = Timestamp(microseconds: 1_767_571_200_000_000)

    private func window(_ times: [Float]) -> FeatureWindow {
        var window = FeatureWindow()
        for time in times { window.append(time) }
        return window
    }

    @Test func needsTenTimes() {
        #expect(window(Array(repeating: 5, count: 9)).features(of: 5, at: monday) == nil)
        #expect(window(Array(repeating: 5, count: 10)).features(of: 5, at: monday) != nil)
    }

    @Test func equalsTheFormulas() throws {
        // 1...10: mean 5.5, sample standard deviation sqrt(55 / 6) = 3.0276504.
        let features = try #require(
            window((1...10).map(Float.init)).features(of: 20, at: monday.advanced(by: .seconds(10 * 3600 + 86_400))))
        #expect(abs(features.rollingMean - 5.5) < 1e-5)
        #expect(abs(features.rollingDeviation - 3.0276504) < 1e-5)
        #expect(abs(features.zScore - (20 - 5.5) / 3.0276504) < 1e-5)
        #expect(abs(features.percentDeviation - 263.63636) < 1e-3)
        #expect(features.rateOfChange == 10)
        #expect(features.hour == 10)
        #expect(features.weekday == 1)
    }

    @Test func theShortWindowIsTheLastTenAndTheLongTheLastSixty() throws {
        // 100 times: the first 40 must not matter, and the mean of ten covers the last ten alone.
        let times = (0..<40).map { _ in Float(1_000_000) } + (1...60).map(Float.init)
        let features = try #require(window(times).features(of: 61, at: monday))
        #expect(abs(features.rollingMean - 55.5) < 1e-4)
        // 1...60: mean 30.5, sample standard deviation 17.464249.
        #expect(abs(features.zScore - (61 - 30.5) / 17.464249) < 1e-4)
        #expect(features.rateOfChange == 1)
    }

    /// The defect of the published pipeline: with the point inside its own window of ten, no z can exceed 2.85.
    @Test func aPointIsNotPartOfItsOwnWindow() throws {
        let features = try #require(window(Array(repeating: 10, count: 10)).features(of: 1000, at: monday))
        #expect(features.rollingMean == 10)
        #expect(features.zScore > 1000)
    }

    @Test func aConstantWindowGivesFiniteFeatures() throws {
        let features = try #require(window(Array(repeating: 0, count: 60)).features(of: 0, at: monday))
        var row: [Float] = []
        features.append(to: &row)
        #expect(row.allSatisfy { $0.isFinite })
        #expect(row.count == FeatureVector.count)
        #expect(features.withRow { Array($0) } == row)
    }
}

@Suite struct TrainingSampleTests {
    private let start = Timestamp(microseconds: 1_767_571_200_000_000)

    /// A vector that carries its number in the first column.
    private func vector(_ number: Int) -> FeatureVector {
        FeatureVector(
            rollingMean: Float(number), rollingDeviation: 0, zScore: 0, percentDeviation: 0, rateOfChange: 0, hour: 0,
            weekday: 0)
    }

    private func sample(of count: Int, window: Duration = .seconds(7 * 86_400)) -> (TrainingSample, Timestamp) {
        var sample = TrainingSample(window: window)
        var time = start
        for number in 0..<count {
            time = start.advanced(by: .seconds(15 * number))
            sample.append(vector(number), at: time)
        }
        return (sample, time)
    }

    private func numbers(_ rows: [Float]) -> [Int] {
        stride(from: 0, to: rows.count, by: FeatureVector.count).map { Int(rows[$0]) }
    }

    @Test func keepsEverythingWhileItFits() {
        let (sample, end) = sample(of: 1024)
        #expect(numbers(sample.rows(until: end)) == Array(0..<1024))
    }

    @Test func aWeekIsSampledEvenly() {
        let (sample, end) = sample(of: 40_320)
        let kept = numbers(sample.rows(until: end))
        #expect(kept.count >= 512 && kept.count <= TrainingSample.capacity)
        #expect(kept == kept.sorted())
        for day in 0..<7 {
            let ofDay = kept.count { (day * 5760..<(day + 1) * 5760).contains($0) }
            #expect(abs(ofDay - kept.count / 7) <= kept.count / 14, "day \(day): \(ofDay) of \(kept.count)")
        }
    }

    @Test func noRhythmIsFavoured() {
        let (sample, end) = sample(of: 40_320)
        let kept = numbers(sample.rows(until: end))
        let even = kept.count { $0.isMultiple(of: 2) }
        #expect(abs(even - kept.count / 2) < kept.count / 8)
    }

    @Test func whatIsOlderThanTheWindowIsGone() {
        let (sample, end) = sample(of: 100_000, window: .seconds(86_400))
        let kept = numbers(sample.rows(until: end))
        #expect(kept.count > 200)
        #expect(kept.allSatisfy { $0 >= 100_000 - 5761 })
    }
}
