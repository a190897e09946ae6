import SondeCore
import SondeDetection
import SondeIncidents

/// Everything that is remembered of one endpoint between two probes. The pipeline owns it and alone touches it.
final class EndpointMonitor {
    static let recentCount = 60
    /// Results kept while the stored history is still being replayed; those before them are read from the store. As many as
    /// are shown, so that what is shown needs none of those.
    private static let pendingLimit = recentCount

    var endpoint: Endpoint
    private(set) var detector: AnomalyDetector { didSet { learning = detector.learning } }
    /// Of the detector, which is large: the overview asks all of them at once.
    private var learning: EndpointStatus.Learning
    private(set) var machine: IncidentStateMachine
    /// During a maintenance window with an open incident: sees its probes, so that the detector itself need not. Nil
    /// otherwise.
    private var judgeOfWindow: AnomalyDetector?
    private(set) var last: ProbeResult?
    private(set) var lastVerdict: Verdict?
    private(set) var recent: [Float?] = []
    /// How many of the newest probes are remembered: those of ten minutes, as messages tell of.
    private var remembered: Int { max(Self.recentCount, min(600, Int(.seconds(600) / endpoint.interval))) }
    private var certificateExpiry: Timestamp?
    var availability = AvailabilityWindow()
    /// When the detector's state is to be saved next.
    private var nextSave: Timestamp?
    /// Results since the start, until the stored history has been replayed; nil from then on.
    private var pending: [ProbeResult]?
    /// Some of the results since the start are in the store alone.
    private var hasForgottenPending = false
    /// Nothing is known of the endpoint until the stored history has been replayed: a good probe proves nothing.
    private var isBlind: Bool
    /// The newest incidents as they are now, which the store may not know yet.
    private var incidents = RecentIncidents()
    /// What was called no fault, by incident.
    private var excused: [String: [FaultPattern]]

    /// - Parameters:
    ///   - detector: As it was when it was saved; nil to learn anew.
    ///   - excused: Incidents that were called no fault.
    init(
        endpoint: Endpoint, machine: IncidentStateMachine, detector: AnomalyDetector? = nil, excused: [Incident] = [],
        awaitsHistory: Bool
    ) {
        self.endpoint = endpoint
        self.machine = machine
        self.detector = detector ?? AnomalyDetector(endpoint)
        learning = self.detector.learning
        pending = awaitsHistory ? [] : nil
        isBlind = awaitsHistory && detector == nil
        self.excused = Dictionary(excused.map { ($0.id, $0.patterns) }) { first, _ in first }
        applyExcuses()
    }

    /// In an order that is always the same.
    private var patternsExcused: [FaultPattern] { excused.sorted { $0.key < $1.key }.flatMap(\.value) }

    private func applyExcuses() {
        let patterns = patternsExcused
        detector.update(excused: patterns)
        machine.update(excused: patterns, interval: endpoint.interval)
    }

    /// A person called an incident of this endpoint no fault, or took that back: the next one like it is told only if
    /// it is clearly worse, and one that is open is over.
    ///
    /// - Parameter stored: The incident as the store knows it.
    func excuse(_ stored: Incident, isFault: Bool, at time: Timestamp) -> Incident {
        var incident = incident(stored.id) ?? stored
        excused[incident.id] = isFault ? nil : incident.patterns
        incident.excusedAt = isFault ? nil : time
        if !isFault, machine.openIncident?.id == incident.id {
            _ = machine.end(at: time)
            detector.endFault()
            incident.closedAt = time
        }
        applyExcuses()
        incidents.remember(incident)
        return incident
    }

    /// The incident of this id as it is now, if it is open or one of the newest.
    func incident(_ id: String) -> Incident? {
        if let open = machine.openIncident, open.id == id { return open }
        return incidents[id]
    }

    /// Judges a live probe.
    func observe(_ result: ProbeResult) -> (verdict: Verdict, actions: [IncidentAction]) {
        judgeOfWindow = nil
        let verdict = detector.judge(result)
        // What is open when observing begins still ends in its time.
        let isObserving = endpoint.anomaly.mode == .observe && machine.openIncident == nil
        let actions = isObserving ? [] : machine.apply(result, verdict, isBlind: isBlind)
        for action in actions { incidents.remember(action.incident) }
        note(result, verdict)
        if pending != nil {
            if pending?.count == Self.pendingLimit { forgetPending(1) }
            pending?.append(result.withoutConditions)
        }
        return (verdict, actions)
    }

    /// Takes a probe of a maintenance window: it is shown and counted, and not learned from. It opens nothing; whether what
    /// is open is over is judged by what was learned until then.
    func pass(_ result: ProbeResult) -> (verdict: Verdict, actions: [IncidentAction]) {
        note(result, Verdict())
        guard machine.openIncident != nil else { return (Verdict(), machine.pass(result, Verdict())) }
        var judge = judgeOfWindow ?? detector
        judgeOfWindow = nil
        let actions = machine.pass(result, judge.judge(result), isBlind: isBlind)
        for action in actions { incidents.remember(action.incident) }
        if machine.openIncident == nil { detector.endFault() } else { judgeOfWindow = judge }
        return (Verdict(), actions)
    }

    private func note(_ result: ProbeResult, _ verdict: Verdict) {
        last = result
        lastVerdict = verdict
        certificateExpiry = result.certificateExpiry ?? certificateExpiry
        remember(result)
        availability.add(success: result.success, at: result.timestamp)
    }

    /// Takes over what was decided of an incident beside its opening and closing.
    func annotate(_ incident: Incident) {
        machine.annotate(incident)
        incidents.remember(incident)
    }

    /// Until when the stored history is to be replayed: the results since then are kept here. Nil where those since the start
    /// are.
    func endOfReplay() -> Timestamp? {
        guard hasForgottenPending, let count = pending?.count else { return nil }
        // Room for what comes during the replay. The newer half may not be stored yet.
        forgetPending(count / 2)
        return pending?.first?.timestamp
    }

    private func forgetPending(_ count: Int) {
        pending?.removeFirst(count)
        hasForgottenPending = true
    }

    /// Takes over what the store knows was called no fault, which could not be read at the start.
    func remember(excused incidents: [Incident]) {
        for incident in incidents where excused[incident.id] == nil && self.incident(incident.id) == nil {
            excused[incident.id] = incident.patterns
        }
        applyExcuses()
    }

    /// Takes over what the replay of the stored history has learned, and learns what happened meanwhile.
    ///
    /// Does nothing if it is not awaited any more: the endpoint was pointed at another target meanwhile.
    func adopt(_ replayed: ReplayedHistory) {
        guard pending != nil else { return }
        isBlind = false
        if var detector = replayed.detector {
            detector.update(endpoint.anomaly)
            detector.update(excused: patternsExcused)
            for result in pending ?? [] { _ = detector.judge(result) }
            self.detector = detector
        }
        pending = nil
        let live = recent
        recent = []
        for result in replayed.newest { remember(result) }
        recent = (recent + live).suffix(remembered)
        if last == nil { last = replayed.newest.last }
    }

    /// Whether what was learned says nothing of this endpoint.
    func isOtherTarget(than endpoint: Endpoint) -> Bool {
        endpoint.url != self.endpoint.url || endpoint.method != self.endpoint.method
    }

    /// An endpoint whose configuration changed keeps what was learned, unless it is another target now.
    func update(_ endpoint: Endpoint) {
        if isOtherTarget(than: endpoint) {
            detector = AnomalyDetector(endpoint)
            pending = nil
            isBlind = false
            certificateExpiry = nil
            excused = [:]
        } else {
            detector.update(endpoint.anomaly)
        }
        self.endpoint = endpoint
        machine.update(endpoint.incidents)
        applyExcuses()
    }

    /// Ends what is open because the endpoint is watched no longer.
    func endIncident(at time: Timestamp) -> Incident? { machine.end(at: time) }

    /// What the detector has learned, if it is time to save that: a crash loses no more than what the stored results
    /// soon bring back.
    func stateToSave() -> DetectorState? {
        guard let time = last?.timestamp else { return nil }
        // Not all endpoints in the same second.
        let due = nextSave ?? time.advanced(by: Self.firstSave(of: endpoint.name))
        nextSave = due
        return time >= due ? savedState() : nil
    }

    /// What the detector has learned; nil before the first probe and while stored results are still being learned.
    func savedState() -> DetectorState? {
        guard let last, pending == nil else { return nil }
        nextSave = last.timestamp.advanced(by: Self.saveInterval)
        return DetectorState(detector, of: endpoint, at: last.timestamp)
    }

    private static let saveInterval: Duration = .seconds(900)

    private static func firstSave(of name: String) -> Duration {
        .seconds(Int64(StableHash.of(name) % UInt64(saveInterval.seconds)))
    }

    /// Whether single probes are judged: the first forest is in use.
    var judgesProbes: Bool { detector.judgesProbes }

    var state: EndpointStatus.State {
        guard endpoint.enabled else { return .disabled }
        guard let last else { return .pending }
        guard last.success else { return .down }
        return machine.openIncident == nil ? .up : .degraded
    }

    func status(at time: Timestamp) -> EndpointStatus {
        EndpointStatus(
            name: endpoint.name, group: endpoint.group, url: endpoint.displayURL, interval: endpoint.interval,
            enabled: endpoint.enabled, state: state, learning: learning, last: last, lastVerdict: lastVerdict,
            recent: recent.suffix(Self.recentCount), counts24h: availability.counts(at: time),
            openIncident: machine.openIncident,
            certificateExpiry: certificateExpiry, sensitivity: endpoint.anomaly.sensitivity,
            mode: endpoint.anomaly.mode)
    }

    private func remember(_ result: ProbeResult) {
        if recent.count >= remembered { recent.removeFirst(recent.count - remembered + 1) }
        // Who reports itself need not say how long it took.
        recent.append(result.success ? Float(result.responseTime?.milliseconds ?? 0) : nil)
    }
}

extension ProbeResult {
    /// Detectors do not look at conditions, and a fleet that waits for its store holds many results.
    fileprivate var withoutConditions: ProbeResult {
        var result = self
        result.conditions = []
        return result
    }
}
