package import SondeCore

/// Decides when an incident of one endpoint opens and when it is over. Pure: it takes a result with its verdict and
/// returns what is to be done; the same rules run live, in a replay and in a backtest.
package struct IncidentStateMachine: Sendable {
    package internal(set) var state: IncidentState
    private let endpoint: String
    var rules: IncidentRules
    private var open: Incident?
    private var excused = ExcusedFailures()
    /// The fault that is under way in the open incident, and what those before it in the same incident looked like.
    private var measured: (began: Timestamp?, before: [FaultPattern]) = (nil, [])
    private var recent = RecentProbes()

    /// - Parameters:
    ///   - state: As it was stored; the initial one for a new endpoint.
    ///   - open: The incident that `state` names, as it was stored.
    package init(
        endpoint: String, state: IncidentState = IncidentState(), open: Incident? = nil,
        rules: IncidentRules = IncidentRules()
    ) {
        self.endpoint = endpoint
        self.rules = rules
        self.open = open
        self.state = state
        // An incident that the store does not know cannot be closed there.
        if open == nil { self.state.openIncident = nil }
        update(rules)
    }

    package var openIncident: Incident? { open }

    /// Takes over everything that was called no fault.
    ///
    /// - Parameter interval: Between two probes.
    package mutating func update(excused patterns: [FaultPattern], interval: Duration) {
        excused = ExcusedFailures(patterns, interval: interval)
    }

    /// Takes over what the policy decided of the open incident, so that later actions carry it; does nothing if another
    /// one or none is open.
    package mutating func annotate(_ incident: Incident) {
        guard open?.id == incident.id else { return }
        open?.parent = incident.parent
        open?.quiet = incident.quiet
        open?.acknowledgement = incident.acknowledgement
        open?.isFlapping = incident.isFlapping
    }

    /// Takes one probe and returns what follows from it, in order.
    ///
    /// - Parameter isBlind: The detector does not know the endpoint yet: that it tells no fault says nothing of one
    ///   that was told before.
    package mutating func apply(_ result: ProbeResult, _ verdict: Verdict, isBlind: Bool = false) -> [IncidentAction] {
        count(result, verdict, isBlind: isBlind)
        if let open { return proceed(open, result, verdict) }
        if let reason = failureReason(result) {
            return [opening(.failure, .critical, reason, [failurePattern()], at: result.timestamp)]
        }
        if let fault = verdict.fault {
            let kind: Incident.Kind = fault.kind == .failures ? .failure : .anomaly
            let patterns = fault.kind == .failures ? [failurePattern()] : verdict.patterns
            measured = (fault.began, [])
            return [opening(kind, fault.severity, fault.sentence, patterns, at: result.timestamp)]
        }
        return []
    }

    /// Takes one probe of a maintenance window: what is open is over after good ones as ever, and nothing opens or rises.
    /// Failures are not counted, and what failed before a good one is not in a row with what fails after it.
    package mutating func pass(_ result: ProbeResult, _ verdict: Verdict, isBlind: Bool = false) -> [IncidentAction] {
        if result.success { state.failuresInARow = 0 }
        guard let open else { return [] }
        countGood(result, verdict, isBlind: isBlind)
        return isOver(open, at: result.timestamp) ? [.closed(closing(open, at: result.timestamp))] : []
    }

    /// Ends what is open because the endpoint is watched no longer, or because it was no fault; returns the closed
    /// incident.
    package mutating func end(at time: Timestamp) -> Incident? {
        defer {
            open = nil
            state = IncidentState()
        }
        guard var closed = open else { return nil }
        closed.closedAt = time
        return closed
    }

    private mutating func count(_ result: ProbeResult, _ verdict: Verdict, isBlind: Bool) {
        state.failuresInARow = result.success ? 0 : state.failuresInARow + 1
        recent.count(result)
        countForCondition(result)
        forgetOpenings(at: result.timestamp)
        countGood(result, verdict, isBlind: isBlind)
    }

    private mutating func countGood(_ result: ProbeResult, _ verdict: Verdict, isBlind: Bool) {
        let isUnknown = isBlind && open?.kind == .anomaly
        let isGood = result.success && verdict.fault == nil && open != nil && !isUnknown
        state.goodInARow = isGood ? state.goodInARow + 1 : 0
        state.goodSince = isGood ? state.goodSince ?? result.timestamp : nil
    }

    private mutating func proceed(_ incident: Incident, _ result: ProbeResult, _ verdict: Verdict) -> [IncidentAction] {
        let incident = followed(incident, verdict)
        open = incident
        if isOver(incident, at: result.timestamp) { return [.closed(closing(incident, at: result.timestamp))] }
        // Severity may rise while the incident is open; it never falls.
        var raised = incident
        if incident.severity < .critical, let reason = failureReason(result) {
            (raised.severity, raised.reason) = (.critical, reason)
        } else if let fault = verdict.fault, fault.severity > incident.severity {
            (raised.severity, raised.reason) = (fault.severity, fault.sentence)
        } else {
            return []
        }
        open = raised
        return [.raised(raised)]
    }

    private func isOver(_ incident: Incident, at time: Timestamp) -> Bool {
        guard state.goodInARow >= max(1, rules.successThreshold) else { return false }
        guard incident.isFlapping, let flapping = rules.flapping, let goodSince = state.goodSince else { return true }
        return goodSince.duration(to: time) >= flapping.calm
    }

    private mutating func closing(_ incident: Incident, at time: Timestamp) -> Incident {
        var closed = incident
        closed.closedAt = time
        open = nil
        state = IncidentState(openings: state.openings)
        return closed
    }

    /// The incident with what the fault looks like by now.
    private mutating func followed(_ incident: Incident, _ verdict: Verdict) -> Incident {
        var followed = incident
        if incident.kind == .failure {
            FaultPattern.merge([failurePattern()], into: &followed.patterns)
        } else {
            // Another kind of fault meanwhile is none of what a person was told.
            let kind = incident.patterns.first?.kind
            let newest = verdict.patterns.filter { $0.kind == kind }
            guard !newest.isEmpty else { return followed }
            // The newest measure of a fault is the best one; the first probes know little.
            if verdict.fault?.began != measured.began { measured = (verdict.fault?.began, incident.patterns) }
            followed.patterns = newest
            FaultPattern.merge(measured.before, into: &followed.patterns)
        }
        return followed
    }

    private mutating func opening(
        _ kind: Incident.Kind, _ severity: Severity, _ reason: String, _ patterns: [FaultPattern], at time: Timestamp
    ) -> IncidentAction {
        let incident = Incident(
            id: Incident.identifier(of: endpoint, openedAt: time), endpoint: endpoint, kind: kind, severity: severity,
            openedAt: time, reason: reason, patterns: patterns, isFlapping: countOpening(at: time))
        open = incident
        state.openIncident = incident.id
        state.goodInARow = 0
        state.goodSince = nil
        return .opened(incident)
    }

    /// What the last probes look like as a fault of failures.
    private func failurePattern() -> FaultPattern { recent.pattern(failuresInARow: state.failuresInARow) }

    /// Why the newest probe, which failed, is one failure too many; nil if it is not.
    private func failureReason(_ result: ProbeResult) -> String? {
        guard let failure = result.failure else { return nil }
        if state.failuresInARow >= max(rules.failureThreshold, excused.inARow + 1) {
            return failure.reason(inARow: state.failuresInARow)
        }
        // What was called no fault as so many failures among the last ones is none in another order either.
        guard let condition = rules.condition, failuresCounted >= condition.failures,
            recent.failures(atLeast: state.failuresInARow) > excused.ofLast
        else { return nil }
        return failure.reason(counted: failuresCounted, of: condition.total)
    }
}

extension Fault {
    fileprivate var sentence: String { reasons.joined(separator: "; ") }
}
