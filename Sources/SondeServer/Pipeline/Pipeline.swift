import Logging
package import SondeCore
import SondeDetection
import SondeIncidents

/// The way of a probe's result: judged, weighed for an incident, queued for the store, shown.
///
/// One actor owns all monitors; what it does per probe is small and never waits.
package actor Pipeline: StatusBoard {
    let clock: any WallClock
    let writer: StoreWriter
    let hub: EventHub
    let startedAt: Timestamp
    let troubles: Troubles
    private let store: @Sendable () -> StoreHealth?
    private(set) var order: [String] = []
    var monitors: [String: EndpointMonitor] = [:]
    /// Who is told of what; nil until the first endpoints are taken over.
    var policy: AlertPolicy?
    var alertSettings = AlertSettings()
    /// What the store could say of alerts at the start.
    var knownAtStart = KnownAlerts()
    /// What the alerts need from outside of the pipeline.
    let signals: AlertSignals
    /// Endpoints that report themselves.
    var pushBook = PushBook()
    private var lags = LagHistory()
    private var probes = 0
    /// When a probe ended last.
    private(set) var lastProbeAt: Timestamp?
    private var skippedTurns = 0

    /// - Parameter store: Which store is in use, for whoever asks how Sonde is.
    package init(
        clock: any WallClock, writer: StoreWriter, hub: EventHub, troubles: Troubles,
        signals: AlertSignals = AlertSignals(), store: @escaping @Sendable () -> StoreHealth? = { nil }
    ) {
        self.clock = clock
        self.writer = writer
        self.hub = hub
        self.troubles = troubles
        self.signals = signals
        self.store = store
        startedAt = clock.now
    }

    /// Takes over a set of endpoints: at the start with what the store remembers of incidents, later at each reload.
    ///
    /// - Parameters:
    ///   - alerts: What holds for the alerts of all of them.
    ///   - remembered: What the store remembers of alerts; of use at the start alone.
    ///   - awaitsHistory: Whether `adopt` will be called for each endpoint that is new.
    /// - Returns: The endpoints that were not there before.
    @discardableResult
    package func update(
        _ endpoints: [Endpoint], states: [String: IncidentState] = [:], open: [Incident] = [],
        detectors: [String: RestoredDetector] = [:], excused: [Incident] = [],
        alerts: AlertSettings = AlertSettings(), remembered: RememberedAlerts = RememberedAlerts(), awaitsHistory: Bool
    ) -> [Endpoint] {
        var updated: [String: EndpointMonitor] = [:]
        updated.reserveCapacity(endpoints.count)
        var new: [Endpoint] = []
        let excusedOf = Dictionary(grouping: excused, by: \.endpoint)
        let openByID = Dictionary(open.map { ($0.id, $0) }) { first, _ in first }
        for endpoint in endpoints {
            let excused = excusedOf[endpoint.name] ?? []
            if let monitor = monitors[endpoint.name] {
                if monitor.isOtherTarget(than: endpoint) { forget(excused) }
                monitor.update(endpoint)
                updated[endpoint.name] = monitor
                continue
            }
            let restored = detectors[endpoint.name]
            let isOtherTarget = restored?.isOfOtherTarget ?? false
            if isOtherTarget { forget(excused) }
            let state = states[endpoint.name] ?? IncidentState()
            let machine = IncidentStateMachine(
                endpoint: endpoint.name, state: state, open: state.openIncident.flatMap { openByID[$0] },
                rules: endpoint.incidents)
            updated[endpoint.name] = EndpointMonitor(
                endpoint: endpoint, machine: machine, detector: restored?.detector,
                excused: isOtherTarget ? [] : excused, awaitsHistory: awaitsHistory)
            new.append(endpoint)
        }
        pushBook.update(endpoints, at: clock.now)
        updatePolicy(alerts, endpoints, open: open, remembered)
        closeOrphans(open, keeping: updated)
        let unwatched = monitors.values.filter { updated[$0.endpoint.name] == nil }
        endIncidents(of: unwatched + updated.values.filter { !$0.endpoint.enabled })
        forgetStates(states.keys.filter { updated[$0] == nil })
        forgetDetectors(detectors.keys.filter { updated[$0] == nil } + unwatched.map(\.endpoint.name))
        monitors = updated
        order = endpoints.map(\.name)
        return new
    }

    /// Takes the result of one probe. Results of endpoints that were removed or disabled meanwhile are stored and not
    /// judged.
    package func ingest(_ result: ProbeResult) {
        probes += 1
        lags.append(result.scheduleLag)
        var rows = WriteBatch(results: [result])
        guard let monitor = monitors[result.endpoint], monitor.endpoint.enabled else { return writer.enqueue(rows) }
        if monitor.endpoint.source == .probe { lastProbeAt = result.timestamp }
        let now = clock.now
        let wasAtRest = monitor.machine.state.isAtRest
        let judgedProbes = monitor.judgesProbes
        let isResting = policy?.isInMaintenance(result.endpoint, at: result.timestamp) ?? false
        let (verdict, actions) = isResting ? monitor.pass(result) : monitor.observe(result)
        var events: [LiveEvent] = []
        if verdict.isMark, let score = verdict.score {
            let anomaly = Anomaly(
                endpoint: result.endpoint, timestamp: result.timestamp, responseTime: result.responseTime, score: score,
                surprise: verdict.surprise, severity: verdict.severity, reasons: verdict.reasons,
                location: result.location)
            rows.anomalies.append(anomaly)
            events.append(.anomaly(anomaly))
        }
        follow(actions, of: result, monitor, at: now, &rows, &events)
        let state = monitor.machine.state
        if !(wasAtRest && state.isAtRest) {
            let kept: IncidentState? = state.isAtRest ? nil : state
            rows.incidentStates.updateValue(kept, forKey: result.endpoint)
        }
        if let state = monitor.stateToSave() { rows.detectorStates.updateValue(state, forKey: result.endpoint) }
        writer.enqueue(rows)
        hub.publish(.probed(result, verdict, monitor.state))
        for event in events { hub.publish(event) }
        if !judgedProbes, monitor.judgesProbes { hub.publish(.learned(endpoint: result.endpoint)) }
    }

    /// Saves what all detectors have learned, so that a restart goes on from here.
    func saveDetectors() {
        for name in order {
            guard let state = monitors[name]?.savedState() else { continue }
            writer.enqueue(WriteBatch(detectorStates: [name: state]))
        }
    }

    // MARK: History

    package func adopt(_ history: ReplayedHistory, for endpoint: String) {
        monitors[endpoint]?.adopt(history)
        let heard = history.newest.last { $0.failure?.category != .noReport } ?? history.newest.first
        if let heard { pushBook.recall(endpoint, heardAt: heard.timestamp) }
    }

    /// Until when the stored history of an endpoint is to be replayed; nil where that is the start.
    func endOfReplay(of endpoint: String) -> Timestamp? {
        monitors[endpoint]?.endOfReplay()
    }

    /// Takes over what was called no fault, which could not be read at the start.
    func remember(excused: [Incident]) {
        for (endpoint, incidents) in Dictionary(grouping: excused, by: \.endpoint) {
            monitors[endpoint]?.remember(excused: incidents)
        }
    }

    /// Takes over the probes of the last day, counted by the hour, for the endpoints that are new.
    func adopt(_ counts: [String: [Int: ProbeCounts]], for endpoints: [Endpoint]) {
        for endpoint in endpoints.map(\.name) {
            guard let hours = counts[endpoint] else { continue }
            for (hour, counts) in hours.sorted(by: { $0.key < $1.key }) {
                monitors[endpoint]?.availability.add(counts, hour: hour)
            }
        }
    }

    // MARK: StatusBoard

    package func statuses() -> [EndpointStatus] {
        let now = clock.now
        var statuses: [EndpointStatus] = []
        statuses.reserveCapacity(order.count)
        for name in order {
            if let monitor = monitors[name] { statuses.append(monitor.status(at: now)) }
        }
        return statuses
    }

    package func status(of endpoint: String) -> EndpointStatus? {
        monitors[endpoint]?.status(at: clock.now)
    }

    package func events(of endpoint: String?) -> AsyncStream<LiveEvent> {
        hub.events(of: endpoint)
    }

    package func health() -> SystemHealth {
        let (queued, dropped) = writer.depth
        return SystemHealth(
            startedAt: startedAt, probes: probes, skippedTurns: skippedTurns, droppedRows: dropped, queuedRows: queued,
            scheduleLagP99: lags.percentile(0.99), troubles: troubles.all, store: store())
    }

    func note(skippedTurns: Int) {
        self.skippedTurns = skippedTurns
    }
}
