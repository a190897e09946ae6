import SondeCore

/// Watches each phase that the probes of an API show.
///
/// Most faults of a phase are faults of the whole response time, too; these are for the name server, the network and the
/// handshake, whose trouble hardly shows in an answer that takes long anyway.
struct PhaseChannels: Sendable {
    typealias Phase = PhaseTimings.Phase

    private let interval: Duration
    private var horizon: Double
    /// Of the phases that were seen, in the order of `seen`: most APIs never show all of them.
    private var channels: [PhaseChannel] = []
    private var seen: [Phase] = []
    /// By phase: what was called no fault.
    private var bars: [Phase: Bar] = [:]

    /// - Parameter horizon: Probes in which one false alarm of one test of the whole is put up with. All phases together
    ///   are allowed as many.
    init(interval: Duration, horizon: Double) {
        self.interval = interval
        self.horizon = horizon
    }

    /// What one phase of a probe says.
    struct Reading: Sendable {
        var phase: Phase
        var milliseconds: Double
        var value: ValueChannel.Reading

        /// Milliseconds over what is usual.
        var growth: Double { milliseconds - value.expected }

        /// Whether it proves a fault, and this probe shows it.
        var isOdd: Bool { value.alarm != nil && value.isOdd }
    }

    /// Judges the phases of a probe and learns from them.
    ///
    /// - Parameter usual: Milliseconds that the whole answer usually takes; nil before that is known, and then nothing is
    ///   judged.
    mutating func judge(
        _ phases: PhaseTimings, beside usual: Double?, at time: Timestamp, isQuiet: Bool
    ) -> [Reading] {
        guard let usual else { return [] }
        var readings: [Reading] = []
        readings.reserveCapacity(Phase.allCases.count)
        for phase in Phase.allCases {
            guard let milliseconds = phases[phase]?.milliseconds else { continue }
            let index = index(of: phase, beside: usual)
            if isQuiet, !channels[index].fits(beside: usual) { channels[index] = channel(of: phase, beside: usual) }
            let value = channels[index].judge(milliseconds, at: time, isQuiet: isQuiet)
            readings.append(Reading(phase: phase, milliseconds: milliseconds, value: value))
        }
        return readings
    }

    /// Of the phase's channel, which is made if there is none.
    private mutating func index(of phase: Phase, beside usual: Double) -> Int {
        if let index = seen.firstIndex(of: phase) { return index }
        seen.append(phase)
        channels.reserveCapacity(seen.count)
        channels.append(channel(of: phase, beside: usual))
        return seen.count - 1
    }

    private func channel(of phase: Phase, beside usual: Double) -> PhaseChannel {
        var channel = PhaseChannel(interval: interval, horizon: horizonOfOne, usual: usual)
        channel.update(bar: bars[phase] ?? Bar())
        return channel
    }

    private var horizonOfOne: Double { horizon * Double(Phase.allCases.count) }

    mutating func update(horizon: Double) {
        self.horizon = horizon
        let horizonOfOne = horizonOfOne
        for index in channels.indices { channels[index].update(horizon: horizonOfOne) }
    }

    mutating func update(bars: [Phase: Bar]) {
        self.bars = bars
        for (index, phase) in seen.enumerated() { channels[index].update(bar: bars[phase] ?? Bar()) }
    }

    func settlement(of phase: Phase) -> ValueChannel.Settlement {
        seen.firstIndex(of: phase).map { channels[$0].settlement } ?? .usual
    }

    mutating func accept(_ level: Double, of phase: Phase, at time: Timestamp) {
        guard let index = seen.firstIndex(of: phase) else { return }
        channels[index].accept(level, at: time)
    }

    /// Channels of the same settings that know nothing yet.
    func anew() -> PhaseChannels {
        var fresh = PhaseChannels(interval: interval, horizon: horizon)
        fresh.update(bars: bars)
        return fresh
    }

    /// What added up belongs to a fault that is over.
    mutating func resetTests() {
        for index in channels.indices { channels[index].resetTests() }
    }
}

extension PhaseChannels: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        for phase in Phase.allCases {
            var isSeen = seen.contains(phase)
            coder.exchange(&isSeen)
            guard isSeen else { continue }
            coder.exchange(&channels[index(of: phase, beside: 0)])
        }
    }
}
