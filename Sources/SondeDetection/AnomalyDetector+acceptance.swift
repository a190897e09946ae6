import SondeCore

extension AnomalyDetector {
    /// What has lasted for half an hour and has settled is not told as a fault for ever; what has not settled after a day
    /// is learned anew.
    mutating func acceptNewLevel(
        _ reading: ValueChannel.Reading?, _ parts: [PhaseChannels.Reading], at time: Timestamp
    ) {
        guard let fault = episode.fault, episode.mayAccept(at: time) else { return }
        if episode.mayBeLearnedAnew(at: time) { return learnAnew(fault.kind) }
        let isAccepted =
            switch fault.kind {
            case .slow, .fast: acceptNewTime(reading, parts, at: time)
            case .large, .small: acceptNewSize(at: time)
            case .failures, .high, .low, .zero, .missing: false
            }
        if isAccepted { episode.end() }
    }

    /// Accepts the levels of the whole and of the phases that are odd, if none of them still moves: otherwise the rest of
    /// the fault would be told as another one.
    private mutating func acceptNewTime(
        _ reading: ValueChannel.Reading?, _ parts: [PhaseChannels.Reading], at time: Timestamp
    ) -> Bool {
        let odd = parts.filter { $0.value.alarm != nil }.map { ($0.phase, phases.settlement(of: $0.phase)) }
        let whole = response.settlement
        guard let reading, !odd.contains(where: { $0.1 == .unsettled }) else { return false }
        guard reading.alarm == nil || whole != .unsettled else { return false }
        var isAccepted = false
        for case (let phase, .settled(let level)) in odd {
            phases.accept(level, of: phase, at: time)
            isAccepted = true
        }
        guard case .settled(let level) = whole else { return isAccepted }
        response.accept(level, at: time)
        return true
    }

    private mutating func acceptNewSize(at time: Timestamp) -> Bool {
        switch size.settlement {
        case .usual: return false
        case .settled(let level): size.accept(level, at: time)
        case .unsettled:
            // What never varied and varies now has no usual spread that it could settle to.
            guard size.isConstant else { return false }
            size = size.anew(interval: interval)
        }
        return true
    }

    private mutating func learnAnew(_ kind: Fault.Kind) {
        switch kind {
        case .slow, .fast:
            response = response.anew(interval: interval)
            phases = phases.anew()
        case .large, .small: size = size.anew(interval: interval)
        case .failures, .high, .low, .zero, .missing: return
        }
        episode.end()
    }
}
