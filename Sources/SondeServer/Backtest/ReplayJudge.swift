import SondeCore
import SondeDetection
import SondeIncidents

/// Judges the rows of a replay once their interval is known.
struct ReplayJudge: Sendable {
    private let name: String
    private let mode: AnomalySettings.Mode
    /// One of the two, which is mutated in place.
    private var probes: AnomalyDetector?
    private var values: SeriesDetector?
    private var machine: IncidentStateMachine
    private(set) var pages: [ReplayedPage] = []

    init(name: String, kind: Replay.Kind, settings: AnomalySettings, interval: Duration) {
        self.name = name
        mode = settings.mode
        machine = IncidentStateMachine(endpoint: name)
        switch kind {
        case .probes:
            probes = AnomalyDetector(settings: settings, interval: interval, seed: StableHash.of(name))
        // A series is often called what its file is, which must not change what is said of it.
        case .values: values = SeriesDetector(settings: settings, interval: interval)
        }
    }

    mutating func take(_ row: Replay.Row) -> Replay.Judgement {
        var judgement = Replay.Judgement()
        switch row {
        case .probe(let result):
            judgement.verdict = probes?.judge(result) ?? Verdict()
            judgement.expected = probes?.expected
            if mode == .page { follow(machine.apply(result, judgement.verdict), judgement.verdict) }
        case .value(let value, let time):
            judgement.verdict = values?.judge(value, at: time) ?? Verdict()
            judgement.expected = values?.expected
            if mode == .page { follow(judgement.verdict.fault, lastEvidence: values?.lastEvidence) }
        }
        return judgement
    }

    private mutating func follow(_ actions: [IncidentAction], _ verdict: Verdict) {
        for action in actions {
            let incident = action.incident
            switch action {
            case .opened:
                pages.append(
                    ReplayedPage(
                        apiName: name, openedAt: incident.openedAt, severity: incident.severity,
                        kind: verdict.fault?.kind.rawValue ?? Fault.Kind.failures.rawValue,
                        reasons: verdict.fault?.reasons ?? [incident.reason]))
            case .raised:
                pages[pages.count - 1].severity = incident.severity
            case .closed:
                pages[pages.count - 1].closedAt = incident.closedAt
            }
        }
    }

    /// A fault of a series is its own incident; it was over when the last evidence of it was seen.
    private mutating func follow(_ fault: Fault?, lastEvidence: Timestamp?) {
        let isOpen = pages.last.map { $0.closedAt == nil } ?? false
        if isOpen, fault == nil || fault?.began != pages.last?.openedAt {
            pages[pages.count - 1].closedAt = lastEvidence
        }
        guard let fault, pages.last?.openedAt != fault.began else { return }
        pages.append(
            ReplayedPage(
                apiName: name, openedAt: fault.began, severity: fault.severity, kind: fault.kind.rawValue,
                reasons: fault.reasons))
    }
}
