import SondeCore
import SondeDetection
import SondeIncidents

/// Judges recorded probes as live ones: the detector, and the incidents that follow.
struct ProbeReplay: ReplayJudge {
    private let name: String
    private let mode: AnomalySettings.Mode
    private var detector: AnomalyDetector
    private var machine: IncidentStateMachine
    private(set) var pages: [ReplayedPage] = []
    /// So many failures in a row matter to some alert.
    private let counts: Set<Int>

    /// - Parameter excused: What was called no fault.
    init(
        name: String, settings: AnomalySettings, interval: Duration, excused: [FaultPattern],
        incidents: ReplayedIncidents
    ) {
        self.name = name
        mode = settings.mode
        detector = AnomalyDetector(settings: settings, interval: interval, seed: StableHash.of(name))
        detector.update(excused: excused)
        machine = IncidentStateMachine(endpoint: name, rules: incidents.rules)
        counts = incidents.counts
        machine.update(excused: excused, interval: interval)
    }

    mutating func take(_ row: Replay.Row) -> Replay.Judgement {
        var judgement = Replay.Judgement()
        guard case .probe(let result) = row else { return judgement }
        judgement.verdict = detector.judge(result)
        judgement.expected = detector.expected
        judgement.isAnomaly = judgement.verdict.isMark
        if mode == .page { follow(machine.apply(result, judgement.verdict), judgement.verdict, of: result) }
        return judgement
    }

    private mutating func follow(_ actions: [IncidentAction], _ verdict: Verdict, of result: ProbeResult) {
        let failures = machine.state.failuresInARow
        if actions.isEmpty, machine.openIncident != nil, !result.success, counts.contains(failures) {
            pages[pages.count - 1].steps.append(ReplayedPage.Step(result: result, failuresInARow: failures))
        }
        for action in actions {
            let incident = action.incident
            switch action {
            case .opened:
                // The incident's own rule may have been as soon as the detector.
                let told = verdict.fault?.reasons ?? []
                let reasons = told.joined(separator: "; ") == incident.reason ? told : [incident.reason]
                pages.append(
                    ReplayedPage(
                        apiName: name, openedAt: incident.openedAt, severity: incident.severity,
                        kind: verdict.fault?.kind.rawValue ?? Fault.Kind.failures.rawValue,
                        reasons: reasons))
            case .raised:
                pages[pages.count - 1].severity = incident.severity
            case .closed:
                pages[pages.count - 1].closedAt = incident.closedAt
            }
            pages[pages.count - 1].steps.append(
                ReplayedPage.Step(result: result, failuresInARow: failures, action: action))
        }
    }
}
