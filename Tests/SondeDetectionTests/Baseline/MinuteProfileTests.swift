import SondeCore
import Testing

@testable import SondeDetection

@Suite struct MinuteProfileTests {
    /// Some hours at 15 s; values of the first two minutes of each hour lie `job` above the others.
    private func profile(
        hours: Int, job: Double, others: Double = 0, from start: Timestamp = .monday
    ) -> MinuteProfile {
        var profile = MinuteProfile()
        for probe in 0..<hours * 240 {
            let residual = others + (probe % 240 < 8 ? job : 0)
            profile.learn(residual, at: start.advanced(by: .seconds(15 * probe)))
        }
        return profile
    }

    private func offset(_ profile: MinuteProfile, minute: Double, day: Double = 3) -> Double {
        profile.offset(at: .monday.later(hours: 24 * day + minute / 60))
    }

    @Test func aJobInTheFirstTwoMinutesIsLearned() {
        let profile = profile(hours: 7, job: 1)
        for minute in [0, 0.9, 1, 1.9] { #expect(abs(offset(profile, minute: minute) - 1) < 1e-6) }
        for minute in [2, 30, 59.9] { #expect(offset(profile, minute: minute) == 0) }
        // At whatever hour.
        #expect(abs(profile.offset(at: .monday.later(hours: 100)) - 1) < 1e-6)
    }

    /// Four values of a minute an hour.
    @Test func twentyValuesOfAMinuteAreNeeded() {
        for hours in 1...4 { #expect(offset(profile(hours: hours, job: 1), minute: 0) == 0) }
        #expect(abs(offset(profile(hours: 6, job: 1), minute: 0) - 1) < 1e-6)
    }

    /// What all minutes share belongs to the level.
    @Test(arguments: [-3.0, 0.5, 3])
    func offsetsAreRelativeToTheMedianMinute(others: Double) {
        let profile = profile(hours: 7, job: 1, others: others)
        #expect(abs(offset(profile, minute: 0) - 1) < 1e-5)
        #expect(abs(offset(profile, minute: 30)) < 1e-5)
    }

    @Test func aJobThatIsGoneIsForgotten() {
        var profile = profile(hours: 24, job: 1)
        for probe in 0..<240 * 24 * 6 { profile.learn(0, at: .monday.later(hours: 24 + Double(probe) / 240)) }
        #expect(abs(offset(profile, minute: 0)) < 0.1)
    }

    @Test func countsMinutesBefore1970() {
        let start = Timestamp(seconds: -3 * 86_400)
        let profile = profile(hours: 7, job: 1, from: start)
        #expect(profile.offset(at: start.later(hours: 10.5)) == 0)
        #expect(abs(profile.offset(at: start.later(hours: 10)) - 1) < 1e-6)
    }
}
