import Foundation
import Testing

@testable import SondeDetection

@Suite struct TailEstimateTests {
    /// Exponential numbers of a mean.
    private struct Exponential {
        var mean: Double
        var random = SplitMix(state: 5)

        mutating func next() -> Double { -mean * log(Double.random(in: .ulpOfOne..<1, using: &random)) }
    }

    private func tail(after count: Int, mean: Double = 1) -> TailEstimate {
        var numbers = Exponential(mean: mean)
        var tail = TailEstimate()
        for _ in 0..<count { tail.add(numbers.next()) }
        return tail
    }

    /// A surprise of s means: one in 10^s is as high.
    @Test(arguments: [0.3, 1, 4])
    func surprisesAreSharesOfExponentialNumbers(mean: Double) {
        var numbers = Exponential(mean: mean)
        var tail = TailEstimate()
        for _ in 0..<10_000 { tail.add(numbers.next()) }
        let count = 60_000
        let surprises = (0..<count).map { _ in
            let number = numbers.next()
            defer { tail.add(number) }
            return tail.surprise(of: number)
        }
        for (surprise, tolerance) in [(1.5, 0.15), (2.0, 0.2), (3.0, 0.4)] {
            let share = Double(surprises.count { $0 > surprise }) / Double(count)
            let expected = pow(10, -surprise)
            #expect(abs(share / expected - 1) < tolerance, "\(share) above \(surprise)")
        }
    }

    @Test func nothingIsSaidBeforeFiftyValues() {
        #expect(tail(after: 0).surprise(of: 1e9) == 0)
        #expect(tail(after: 49).surprise(of: 1e9) == 0)
        #expect(tail(after: 50).surprise(of: 1e9) > 3)
    }

    /// The threshold is the 95 % quantile, ln 20 = 3.0 here; above it a value is at least one in twenty.
    @Test func nothingBelowTheThresholdIsRare() {
        let tail = tail(after: 20_000)
        for value in [-1, 0, 1, 2, 2.7] { #expect(tail.surprise(of: value) == 0, "\(value)") }
        let just = tail.surprise(of: 3.3)
        #expect(just > 1.30 && just < 1.7, "\(just)")
        // Twice as rare by log10(e) for each mean excess.
        #expect(abs(tail.surprise(of: 9) - tail.surprise(of: 8) - 0.434) < 0.1)
    }

    /// Distances are logarithms, so that 30 is far beyond whatever comes.
    @Test func oneMonsterDoesNotMakeTheNextSmall() {
        var tail = tail(after: 2000)
        let before = tail.surprise(of: 20)
        tail.add(30)
        #expect(tail.surprise(of: 20) > 0.9 * before)
        tail.add(30)
        #expect(tail.surprise(of: 20) > 0.85 * before)
    }

    /// The threshold moves with the spread, which has no limit as excesses have.
    @Test func neitherDoesOneOfAMillion() {
        var tail = tail(after: 2000)
        let before = tail.surprise(of: 20)
        tail.add(1e6)
        #expect(tail.surprise(of: 20) > 0.9 * before)
    }

    /// The threshold hardly moves within 240 values, an hour at 15 s.
    @Test func whatLastsAnHourDoesNotBecomeUsual() {
        var tail = tail(after: 20_000)
        for _ in 0..<240 { tail.add(10) }
        #expect(tail.surprise(of: 4.2) > 1.3)
    }

    @Test func moreExcessesMakeLargeOnesUsual() {
        let narrow = tail(after: 10_000, mean: 0.3)
        let wide = tail(after: 10_000, mean: 3)
        #expect(narrow.surprise(of: 20) > 3 * wide.surprise(of: 20))
    }
}
