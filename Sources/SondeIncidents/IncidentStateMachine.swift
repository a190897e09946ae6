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

    /// Takes one probe and returns what follows from it, in order.
    package mutating func apply(_ result: ProbeResult, _ verdict: Verdict) -> [IncidentAction] {
        count(result, verdict)
        if let open { return proceed(open, result, verdict) }
        if state.failuresInARow >= rules.failuresToOpen {
            return [opening(.failure, .critical, failureReason(result), at: result.timestamp)]
        }
        if let fault = verdict.fault {
            let kind: Incident.Kind = fault.kind == .failures ? .failure : .anomaly
            return [opening(kind, fault.severity, fault.reasons.joined(separator: "; "), at: result.timestamp)]
        }
        return []
    }

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
        let isGood = result.success && verdict.fault == nil
        state.goodInARow = isGood && open != nil ? state.goodInARow + 1 : 0
    }

    private mutating func proceed(_ incident: Incident, _ result: ProbeResult, _ verdict: Verdict) -> [IncidentAction] {
        if state.goodInARow >= rules.goodToClose {
            var closed = incident
            closed.closedAt = result.timestamp
            open = nil
            state = IncidentState()
            return [.closed(closed)]
        }
        // Severity may rise while the incident is open; it never falls.
        let risen: Severity? = state.failuresInARow >= rules.failuresToOpen ? .critical : nil
        if let risen, risen > incident.severity {
            var raised = incident
            raised.severity = risen
            raised.reason = failureReason(result)
            open = raised
            return [.raised(raised)]
        }
        return []
    }

    private mutating func opening(
        _ kind: Incident.Kind, _ severity: Severity, _ reason: String, at time: Timestamp
    ) -> IncidentAction {
        let incident = Incident(
            id: Self.identifier(endpoint: endpoint, openedAt: time), endpoint: endpoint, kind: kind, severity: severity,
            openedAt: time, reason: reason)
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
