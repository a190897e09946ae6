import SondeCore

/// Measures a fault in the whole and in each phase: what made an answer slow would otherwise be told again by another
/// name.
struct FaultMeasures: Sendable, Hashable {
    private var whole = FaultMeasure()
    /// By phase; empty until a phase is measured.
    private var parts: [FaultMeasure] = []

    /// - Parameter phase: Nil for the whole.
    mutating func add(distance: Double, isOdd: Bool, of phase: PhaseTimings.Phase? = nil) {
        guard let phase else { return whole.add(distance: distance, isOdd: isOdd) }
        if parts.isEmpty { parts = Array(repeating: FaultMeasure(), count: PhaseTimings.Phase.allCases.count) }
        parts[phase.index].add(distance: distance, isOdd: isOdd)
    }

    /// What the fault has looked like, the part that it was told by first.
    func patterns(of fault: Fault) -> [FaultPattern] {
        let ofParts = zip(PhaseTimings.Phase.allCases, parts).compactMap { $1.pattern(fault.kind, $0) }
        let all = [whole.pattern(fault.kind, nil)].compactMap { $0 } + ofParts
        return all.filter { $0.phase == fault.phase } + all.filter { $0.phase != fault.phase }
    }
}

extension FaultMeasures: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&whole)
        var hasParts = !parts.isEmpty
        coder.exchange(&hasParts)
        guard hasParts else { return }
        if parts.isEmpty { parts = Array(repeating: FaultMeasure(), count: PhaseTimings.Phase.allCases.count) }
        for index in parts.indices { coder.exchange(&parts[index]) }
    }
}
