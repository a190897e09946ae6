import SondeCore
import Testing

@testable import SondeDetection

/// Channels of numbers that are compared by difference.
@Suite struct ValueChannelNumberTests {
    /// A channel after two days of a value a minute with noise of 1 about `mean`, and what it says to more values.
    private struct Run {
        var channel = ValueChannel(.number, interval: .seconds(60), horizon: 604_800)
        var time = Timestamp.monday
        var random = SplitMix(state: 11)
        var alarms: [ValueChannel.Alarm] = []

        init(mean: Double, noise: Double = 1) {
            feed(mean: mean, noise: noise, count: 2880)
        }

        mutating func feed(mean: Double, noise: Double = 1, count: Int) {
            for _ in 0..<count {
                time = time.advanced(by: .seconds(60))
                let reading = channel.judge(mean + noise * random.normal(), at: time, isQuiet: true)
                if let alarm = reading.alarm { alarms.append(alarm) }
            }
        }
    }

    @Test(arguments: [-1000.0, -5, 0, 5, 1000])
    func bothDirectionsAreTold(mean: Double) {
        for (shift, alarm) in [(20.0, ValueChannel.Alarm.high), (-20, .low)] {
            var run = Run(mean: mean)
            #expect(run.alarms.isEmpty)
            run.feed(mean: mean + shift, count: 6)
            #expect(run.alarms.first == alarm)
        }
    }

    @Test(arguments: [-1000.0, 0, 1000])
    func whatIsExpectedIsInItsOwnUnit(mean: Double) {
        var run = Run(mean: mean)
        let reading = run.channel.judge(mean + 100, at: run.time.advanced(by: .seconds(60)), isQuiet: true)
        #expect(abs(reading.expected - mean) < 1)
        #expect(abs(reading.residual - 100) < 1)
    }

    @Test func aLastingSmallRiseIsTold() {
        var run = Run(mean: -5)
        run.feed(mean: -2.5, count: 60)
        #expect(run.alarms.first == .shift)
    }

    @Test func zerosAreQuiet() {
        var run = Run(mean: 0, noise: 0)
        run.feed(mean: 0, noise: 0, count: 3000)
        #expect(run.alarms.isEmpty)
        let reading = run.channel.judge(0, at: run.time, isQuiet: true)
        #expect(reading.expected == 0)
        #expect(reading.residual == 0)
        #expect(reading.deviation == 1e-9)
    }

    @Test(arguments: [1.0, -1])
    func afterZerosAnotherNumberIsTold(number: Double) {
        var run = Run(mean: 0, noise: 0)
        run.feed(mean: number, noise: 0, count: 10)
        #expect(run.alarms.first == (number > 0 ? .high : .low))
    }

    /// Noise below two thousandths of the values is too small to matter.
    @Test func hairsAreNotSplit() {
        var run = Run(mean: 1e6, noise: 1)
        run.feed(mean: 1e6 + 1000, noise: 1, count: 100)
        #expect(run.alarms.isEmpty)
        run.feed(mean: 1.02e6, noise: 1, count: 10)
        #expect(run.alarms.first == .high)
    }
}
