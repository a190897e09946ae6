package import SondeCore

/// Decides when an incident of one endpoint opens and when it is over. Pure: it takes a result with its verdict and
/// returns what is to be done; the same rules run live, in a replay and in a backtest.
package struct IncidentStateMachine: Sendable {
    /// The numbers behind the rules.
    package struct Rules: Sendable, Hashable {
        /// Failed probes in a row that open an incident.
        package var failuresToOpen = 3
        /// Good probes in a row that close it.
        package var goodToClose = 5

        package init() {}
    }

    package private(set) var state: IncidentState
    private let endpoint: String
    private let rules: Rules
    private var open: Incident?
    /// Failures in a row, and more, that were called no fault.
    private var excusedInARow = 0
    /// The fault that is under way in the open incident, and what those before it in the same incident looked like.
    private var measured: (began: Timestamp?, before: [FaultPattern]) = (nil, [])
    /// The last probes, the newest in the lowest bit; set where one failed.
    private var last: UInt32 = 0

    /// - Parameters:
    ///   - state: As it was stored; the initial one for a new endpoint.
    ///   - open: The incident that `state` names, as it was stored.
    package init(
        endpoint: String, state: IncidentState = IncidentState(), open: Incident? = nil, rules: Rules = Rules()
    ) {
        self.endpoint = endpoint
        self.rules = rules
        self.open = open
        self.state = state
        // An incident that the store does not know cannot be closed there.
        if open == nil { self.state.openIncident = nil }
    }

    package var openIncident: Incident? { open }

    /// Takes over everything that was called no fault.
    ///
    /// - Parameter interval: Between two probes.
    package mutating func update(excused patterns: [FaultPattern], interval: Duration) {
        let most = patterns.filter { $0.kind == .failures }.map(\.extreme).max() ?? 0
        excusedInARow = Swift.min(Int(most), FaultPattern.mostFailuresExcused(interval: interval))
    }

    private var failuresToOpen: Int { Swift.max(rules.failuresToOpen, excusedInARow + 1) }

    /// Takes one probe and returns what follows from it, in order.
    ///
    /// - Parameter isBlind: The detector does not know the endpoint yet: that it tells no fault says nothing of one that was
    ///   told before.
    package mutating func apply(_ result: ProbeResult, _ verdict: Verdict, isBlind: Bool = false) -> [IncidentAction] {
        count(result, verdict)
        if isBlind, open?.kind == .anomaly { state.goodInARow = 0 }
        if let open { return proceed(open, result, verdict) }
        if state.failuresInARow >= failuresToOpen {
            let reason = failureReason(result)
            return [opening(.failure, .critical, reason, [failurePattern()], at: result.timestamp)]
        }
        if let fault = verdict.fault {
            let kind: Incident.Kind = fault.kind == .failures ? .failure : .anomaly
            let patterns = fault.kind == .failures ? [failurePattern()] : verdict.patterns
            let reason = fault.reasons.joined(separator: "; ")
            measured = (fault.began, [])
            return [opening(kind, fault.severity, reason, patterns, at: result.timestamp)]
        }
        return []
    }

    /// What the last probes look like as a fault of failures.
    private func failurePattern() -> FaultPattern {
        // Those in a row are known over a restart.
        let ofLast = (last & (1 << Self.windowOfLast - 1)).nonzeroBitCount
        let failures = Swift.min(Int(Self.windowOfLast), Swift.max(ofLast, state.failuresInARow))
        return FaultPattern(
            kind: .failures, share: Double(failures) / Double(Self.windowOfLast),
            extreme: Double(state.failuresInARow))
    }

    private static let windowOfLast: UInt32 = 20

    /// Ends what is open because the endpoint is watched no longer; returns the closed incident.
    package mutating func end(at time: Timestamp) -> Incident? {
        defer {
            open = nil
            state = IncidentState()
        }
        guard var closed = open else { return nil }
        closed.closedAt = time
        return closed
    }

    private mutating func count(_ result: ProbeResult, _ verdict: Verdict) {
        state.failuresInARow = result.success ? 0 : state.failuresInARow + 1
        last = last << 1 | (result.success ? 0 : 1)
        let isGood = result.success && verdict.fault == nil
        state.goodInARow = isGood && open != nil ? state.goodInARow + 1 : 0
    }

    private mutating func proceed(_ incident: Incident, _ result: ProbeResult, _ verdict: Verdict) -> [IncidentAction] {
        let incident = followed(incident, verdict)
        open = incident
        if state.goodInARow >= rules.goodToClose {
            var closed = incident
            closed.closedAt = result.timestamp
            open = nil
            state = IncidentState()
            return [.closed(closed)]
        }
        // Severity may rise while the incident is open; it never falls.
        let risen: Severity? = state.failuresInARow >= failuresToOpen ? .critical : nil
        if let risen, risen > incident.severity {
            var raised = incident
            raised.severity = risen
            raised.reason = failureReason(result)
            open = raised
            return [.raised(raised)]
        }
        return []
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
            id: Self.identifier(endpoint: endpoint, openedAt: time), endpoint: endpoint, kind: kind, severity: severity,
            openedAt: time, reason: reason, patterns: patterns)
        open = incident
        state.openIncident = incident.id
        state.goodInARow = 0
        return .opened(incident)
    }

    private func failureReason(_ result: ProbeResult) -> String {
        let cause = result.failure?.message ?? "no reason given"
        return "\(state.failuresInARow) probes in a row failed: \(cause)"
    }

    /// The same for the same endpoint and time, so that a repeated write replaces and never doubles.
    private static func identifier(endpoint: String, openedAt: Timestamp) -> String {
        return String(openedAt.microseconds, radix: 36) + "-" + String(StableHash.of(endpoint), radix: 36)
    }
}

/// What an incident state machine wants done.
package enum IncidentAction: Sendable, Hashable {
    case opened(Incident)
    /// The severity of an open incident rose.
    case raised(Incident)
    case closed(Incident)

    package var incident: Incident {
        switch self {
        case .opened(let incident), .raised(let incident), .closed(let incident): incident
        }
    }
}
