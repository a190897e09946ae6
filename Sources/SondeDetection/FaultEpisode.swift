import SondeCore

/// Holds a fault from the probe that proves it until it is over, so that it is told once.
struct FaultEpisode: Sendable {
    /// Without another odd probe for as long, a fault is over: ten minutes, or 40 probes where that is sooner, and at
    /// least five.
    private let quiet: Duration
    /// A new level that has lasted as long is the new normal: half an hour, and at least 20 probes.
    private let acceptance: Duration

    /// - Parameter interval: Between two probes.
    init(interval: Duration = .seconds(15)) {
        quiet = max(interval * 5, min(.seconds(600), interval * 40))
        acceptance = max(interval * 20, .seconds(1800))
    }

    private(set) var fault: Fault?
    private var lastOdd: Timestamp?
    private var probes = 0
    private var failures = 0
    private var measures = FaultMeasures()

    /// What one probe has to say.
    struct Evidence {
        /// Proves a fault.
        var alarm: Alarm?
        /// Is odd by itself, which proves nothing but keeps a fault going.
        var isOdd = false
        var failed: Bool
    }

    struct Alarm {
        var kind: Fault.Kind
        /// The phase that is odd, where the whole is not.
        var phase: PhaseTimings.Phase?
        var severity: Severity
    }

    /// Takes one probe; `reasons` is asked when a fault begins.
    mutating func observe(_ evidence: Evidence, at time: Timestamp, reasons: (Fault.Kind) -> [String]) {
        if fault == nil, let alarm = evidence.alarm {
            fault = Fault(
                kind: alarm.kind, phase: alarm.phase, severity: alarm.severity, began: time,
                reasons: reasons(alarm.kind))
            (probes, failures) = (0, 0)
            measures = FaultMeasures()
        }
        guard let fault else { return }
        probes += 1
        if evidence.failed { failures += 1 }
        if evidence.isOdd || evidence.failed {
            lastOdd = time
        } else if wasOutage || (lastOdd ?? fault.began).duration(to: time) >= quiet {
            end()
        }
    }

    /// Takes in how far off a part of a probe is, which says what the fault looks like.
    ///
    /// - Parameters:
    ///   - distance: A difference of logarithms, positive in the direction of the fault.
    ///   - phase: Nil for the whole.
    mutating func measure(distance: Double, isOdd: Bool, of phase: PhaseTimings.Phase? = nil) {
        measures.add(distance: distance, isOdd: isOdd, of: phase)
    }

    /// What the fault has looked like so far, the part that it was told by first.
    var patterns: [FaultPattern] { fault.map { measures.patterns(of: $0) } ?? [] }

    /// Nearly every probe failed until this one, which is good: nothing is in doubt.
    private var wasOutage: Bool {
        fault?.kind == .failures && failures >= Self.outageFailures && 10 * failures >= 9 * (probes - 1)
    }

    private static let outageFailures = 4

    /// Whether the fault has lasted long enough for a lasting level to be accepted.
    func mayAccept(at time: Timestamp) -> Bool {
        guard let fault, fault.kind != .failures else { return false }
        return fault.began.duration(to: time) >= acceptance
    }

    /// Whether the fault has lasted so long that it is how the API is now.
    func mayBeLearnedAnew(at time: Timestamp) -> Bool {
        guard let fault, fault.kind != .failures else { return false }
        return fault.began.duration(to: time) >= Self.patience
    }

    /// A day: whoever was told has had the time to mend it.
    private static let patience: Duration = .seconds(86_400)

    mutating func end() {
        fault = nil
        lastOdd = nil
    }
}

extension FaultEpisode: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        let none = Fault(kind: .failures, severity: .high, began: Timestamp(microseconds: 0), reasons: [])
        coder.exchange(&fault, placeholder: none) { $1.exchange(&$0) }
        coder.exchange(&lastOdd)
        coder.exchange(&probes)
        coder.exchange(&failures)
        coder.exchange(&measures)
    }
}
