import SondeCore
import SondeDetection
import SondeIncidents

/// What a person would have been told about one API: the detector and the incidents of the live path on past probes.
struct Watch {
    struct Page: Sendable {
        /// The probe at which the person was told.
        var opened: Int
        var kind: String
        var reason: String
    }

    static func pages(of history: ProbeHistory, withPhases: Bool = true) -> [Page] {
        var detector = AnomalyDetector(settings: AnomalySettings(), interval: ProbeHistory.interval)
        var machine = IncidentStateMachine(endpoint: history.name)
        var pages: [Page] = []
        for probe in 0..<history.count {
            let result = history.result(of: probe, withPhases: withPhases)
            let verdict = detector.judge(result)
            for case .opened(let incident) in machine.apply(result, verdict) {
                let kind = verdict.fault?.kind.rawValue ?? incident.kind.rawValue
                pages.append(Page(opened: probe, kind: kind, reason: incident.reason))
            }
        }
        return pages
    }
}
