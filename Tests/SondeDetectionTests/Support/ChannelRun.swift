import Foundation
import SondeCore

@testable import SondeDetection

/// A response time with a daily rhythm and noise before a value channel, reproducible.
struct ChannelRun: Sendable {
    var channel: ValueChannel
    /// The time of the newest value.
    private(set) var time: Timestamp
    private let interval: Duration
    private var random = SplitMix(state: 7)
    /// Noise of the logarithm; the rhythm swings by `swing` about 100 ms.
    private let noise = 0.1
    private let swing: Double

    init(interval: Duration = .seconds(15), from start: Timestamp = .monday, swing: Double = 0.3) {
        channel = ValueChannel(interval: interval, horizon: 60 * 604_800 / interval.seconds)
        time = start.advanced(by: .zero - interval)
        self.interval = interval
        self.swing = swing
    }

    /// After two quiet days; 11,520 values.
    static let afterTwoDays: ChannelRun = {
        var run = ChannelRun()
        run.feed(hours: 48)
        return run
    }()

    /// What the API takes at a time, in milliseconds, without its noise.
    func truth(at time: Timestamp) -> Double { 100 * exp(swing * sin(time.seconds / 86_400 * 2 * .pi)) }

    /// Judges the next value, `factor` times the usual one.
    @discardableResult
    mutating func next(factor: Double = 1, isQuiet: Bool = true) -> ValueChannel.Reading {
        time = time.advanced(by: interval)
        let value = factor * truth(at: time) * exp(noise * random.normal())
        return channel.judge(value, at: time, isQuiet: isQuiet)
    }

    /// Judges the values of some hours and returns the times of alarms.
    @discardableResult
    mutating func feed(hours: Double, factor: Double = 1, isQuiet: Bool = true) -> [Timestamp] {
        (0..<Int((hours * 3600 / interval.seconds).rounded())).compactMap { _ in
            next(factor: factor, isQuiet: isQuiet).alarm == nil ? nil : time
        }
    }

    /// The first alarm if a fault came now; nil if there were none.
    func firstAlarm(within probes: Int, factor: Double) -> ValueChannel.Alarm? {
        var run = self
        for _ in 1...probes {
            if let alarm = run.next(factor: factor).alarm { return alarm }
        }
        return nil
    }

    /// Lets time pass without values.
    mutating func pause(hours: Double) { time = time.later(hours: hours) }

    /// Judges values of a fault that is known, as its owner does.
    mutating func endure(hours: Double, factor: Double) { feed(hours: hours, factor: factor, isQuiet: false) }
}

extension ValueChannel {
    /// As the detector does after half an hour of a fault; says whether there was a level to accept.
    mutating func acceptSettledLevel(at time: Timestamp) -> Bool {
        guard case .settled(let level) = settlement else { return false }
        accept(level, at: time)
        return true
    }
}
