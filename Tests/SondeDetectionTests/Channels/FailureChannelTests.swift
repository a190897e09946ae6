import Testing

@testable import SondeDetection

@Suite struct FailureChannelTests {
    /// A channel at 15 s after some probes, of which every n-th failed.
    private func channel(after probes: Int, failingEvery n: Int? = nil) -> FailureChannel {
        var channel = FailureChannel(horizon: 60 * 40_320)
        for probe in 0..<probes { _ = channel.judge(failed: n.map { probe % $0 == $0 / 2 } ?? false, isQuiet: true) }
        return channel
    }

    /// The number of the first alarm, 1 being the first probe.
    private func firstAlarm(_ channel: FailureChannel, _ failed: [Bool], isQuiet: Bool = true) -> Int? {
        var channel = channel
        return failed.firstIndex { channel.judge(failed: $0, isQuiet: isQuiet) }.map { $0 + 1 }
    }

    private let always = Array(repeating: true, count: 10)

    @Test func threeFailuresInARowOfAnApiThatNeverFailedAreAnAlarm() {
        #expect(firstAlarm(channel(after: 2000), always) == 3)
    }

    @Test func oneFailureIsNone() {
        #expect(firstAlarm(channel(after: 2000), [true] + Array(repeating: false, count: 100)) == nil)
        #expect(firstAlarm(channel(after: 20_000), [true] + Array(repeating: false, count: 100)) == nil)
    }

    @Test func anApiThatFailsOnceInThreeHundredNeedsMore() throws {
        let channel = channel(after: 6000, failingEvery: 300)
        #expect(abs(1 / channel.usualRate - 394) < 10, "1 in \(1 / channel.usualRate)")
        let needed = try #require(firstAlarm(channel, always))
        #expect((3...4).contains(needed), "\(needed)")
        // And its usual failures go on being none.
        let usual = (0..<3000).map { $0 % 300 == 150 }
        #expect(firstAlarm(channel, usual) == nil)
    }

    @Test func failingEveryFifthProbeIsFoundWithinForty() throws {
        let fault = (0..<40).map { $0 % 5 == 4 }
        #expect(firstAlarm(channel(after: 2000), fault) != nil)
        // An API that is a little unreliable anyway: one in 100.
        #expect(firstAlarm(channel(after: 6000, failingEvery: 100), fault) != nil)
    }

    /// Until then a third of the last twenty must have failed.
    @Test(arguments: [0, 70, 150])
    func onlyGrossFailuresAreToldBeforeTwoHundredProbes(_ known: Int) throws {
        #expect(firstAlarm(channel(after: known), always) == 7)
        let everySecond = (0..<40).map { !$0.isMultiple(of: 2) }
        #expect(firstAlarm(channel(after: known), everySecond) == 14)
        let twoOfThree = (0..<40).map { $0 % 3 < 2 }
        #expect(firstAlarm(channel(after: known), twoOfThree) == 10)
        let everyThird = (0..<(200 - known)).map { $0 % 3 == 0 }
        let told = firstAlarm(channel(after: known), everyThird)
        #expect(try #require(told) <= 20)
        let everyFourth = (0..<(200 - known)).map { $0 % 4 == 0 }
        #expect(firstAlarm(channel(after: known), everyFourth) == nil)
        #expect(firstAlarm(channel(after: 210), always) == 3)
    }

    /// An API that is down when Sonde first sees it is no unreliable one.
    @Test func anOutageBeforeTheFirstAlarmIsNotLearned() {
        var channel = FailureChannel(horizon: 60 * 40_320)
        for _ in 0..<6 { _ = channel.judge(failed: true, isQuiet: true) }
        for _ in 0..<2000 { _ = channel.judge(failed: false, isQuiet: true) }
        // The first two of them prove nothing yet.
        #expect(1 / channel.usualRate > 1500, "1 in \(1 / channel.usualRate)")
    }

    @Test func countsTheFailuresOfTheLastTwenty() {
        var channel = channel(after: 100)
        #expect(channel.failuresOfLast == 0)
        func feed(_ failed: Bool, _ count: Int) {
            for _ in 0..<count { _ = channel.judge(failed: failed, isQuiet: false) }
        }
        feed(true, 3)
        #expect(channel.failuresOfLast == 3)
        feed(false, 17)
        #expect(channel.failuresOfLast == 3)
        feed(false, 1)
        #expect(channel.failuresOfLast == 2)
        feed(true, 50)
        #expect(channel.failuresOfLast == 20)
        feed(false, 20)
        #expect(channel.failuresOfLast == 0)
    }

    /// (failures + 0.3) / (probes + 2000), and never below 1 in 20,000.
    @Test func theUsualRateBeginsWithAnAssumption() {
        #expect(channel(after: 0).usualRate == 0.3 / 2000)
        #expect(abs(channel(after: 180, failingEvery: 60).usualRate / (3.3 / 2180) - 1) < 0.01)
        #expect(channel(after: 10_000).usualRate == 5e-5)
    }

    @Test func nothingIsLearnedUnlessItIsQuiet() {
        var channel = channel(after: 2000)
        let rate = channel.usualRate
        for probe in 0..<500 { _ = channel.judge(failed: probe % 3 == 0, isQuiet: false) }
        #expect(channel.usualRate == rate)
        for _ in 0..<100 { _ = channel.judge(failed: false, isQuiet: false) }
        #expect(channel.usualRate == rate)
        // Nor have the tests grown used to it.
        channel.resetTests()
        #expect(firstAlarm(channel, always) == 3)
    }

    @Test func anAlarmTeachesNothing() {
        var channel = channel(after: 2000)
        for _ in 0..<2 { _ = channel.judge(failed: true, isQuiet: true) }
        let rate = channel.usualRate
        let isAlarm = channel.judge(failed: true, isQuiet: true)
        #expect(isAlarm)
        #expect(channel.usualRate == rate)
    }

    /// Without it the sum of a long outage outlasts the outage by a dozen probes.
    @Test func afterAResetOneFailureIsNoneAgain() {
        var channel = channel(after: 2000)
        for _ in 0..<20 { _ = channel.judge(failed: true, isQuiet: false) }
        #expect(firstAlarm(channel, [false, true]) != nil)
        channel.resetTests()
        #expect(firstAlarm(channel, [false, true]) == nil)
    }
}
