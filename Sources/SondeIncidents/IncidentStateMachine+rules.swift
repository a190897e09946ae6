package import SondeCore

/// What `IncidentRules` ask for beside failures in a row: failures among the last probes, and flapping.
extension IncidentStateMachine {
    /// Takes over changed rules. What was counted stays, as far as the new rules look at it; an open incident is closed
    /// as the new rules say.
    package mutating func update(_ rules: IncidentRules) {
        self.rules = rules
        state.lastFailures &= conditionMask
        state.openings = state.openings.suffix(openingsNeeded)
    }

    /// As many bits as the condition looks at.
    private var conditionMask: UInt64 {
        guard let total = rules.condition?.total, total > 0 else { return 0 }
        return total >= 64 ? .max : 1 << UInt64(total) - 1
    }

    /// The window of the condition begins anew with each incident that is over, as `IncidentState()` then says.
    mutating func countForCondition(_ result: ProbeResult) {
        state.lastFailures = (state.lastFailures << 1 | (result.success ? 0 : 1)) & conditionMask
    }

    /// Failures that the condition sees.
    var failuresCounted: Int { state.lastFailures.nonzeroBitCount }

    /// The n-th incident is known by the n - 1 before it.
    private var openingsNeeded: Int { rules.flapping.map { max(0, $0.incidents - 1) } ?? 0 }

    /// Remembers an opening; returns whether it is one of a row.
    mutating func countOpening(at time: Timestamp) -> Bool {
        let isFlapping = rules.flapping != nil && state.openings.count >= openingsNeeded
        state.openings = (state.openings + [time]).suffix(openingsNeeded)
        return isFlapping
    }

    /// Openings that no later one can make a row with are forgotten with the next probe, so that the state comes to
    /// rest.
    mutating func forgetOpenings(at time: Timestamp) {
        guard let oldest = state.openings.first else { return }
        guard let window = rules.flapping?.window else {
            state.openings = []
            return
        }
        guard oldest.duration(to: time) > window else { return }
        state.openings.removeAll { $0.duration(to: time) > window }
    }
}

/// The last probes, as far as a fault of failures is described by them.
struct RecentProbes: Sendable {
    /// The newest in the lowest bit; set where one failed.
    private var failures: UInt32 = 0

    private static let count = 20

    mutating func count(_ result: ProbeResult) {
        failures = failures << 1 | (result.success ? 0 : 1)
    }

    /// Failures among the last 20. Those in a row are known over a restart, and are at least as many.
    func failures(atLeast inARow: Int) -> Int {
        min(Self.count, max((failures & (1 << UInt32(Self.count) - 1)).nonzeroBitCount, inARow))
    }

    func pattern(failuresInARow: Int) -> FaultPattern {
        FaultPattern(
            kind: .failures, share: Double(failures(atLeast: failuresInARow)) / Double(Self.count),
            extreme: Double(failuresInARow))
    }

    /// How many of the last 20 a pattern speaks of.
    static func failures(of pattern: FaultPattern) -> Int { Int((pattern.share * Double(count)).rounded()) }
}

/// How many failures were called no fault.
struct ExcusedFailures: Sendable {
    /// In a row.
    private(set) var inARow = 0
    /// Of the last 20 probes.
    private(set) var ofLast = 0

    init() {}

    init(_ patterns: [FaultPattern], interval: Duration) {
        let most = FaultPattern.mostFailuresExcused(interval: interval)
        for pattern in patterns where pattern.kind == .failures {
            inARow = max(inARow, min(Int(pattern.extreme), most))
            ofLast = max(ofLast, min(RecentProbes.failures(of: pattern), most))
        }
    }
}
