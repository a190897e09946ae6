/// Takes what is to be kept; the half of a store that the write queue needs.
package protocol BatchStore: Sendable {
    /// Commits the whole batch in one transaction, or throws and commits nothing. When it returns, nothing of the
    /// batch is lost by a crash of the process.
    ///
    /// Appending the same incident or state again replaces it; appending the same result or anomaly again (equal
    /// endpoint, timestamp and location) changes nothing. A batch whose fate is unknown may therefore be retried.
    func append(_ batch: WriteBatch) async throws
}

/// Where measurements, anomalies and incidents are kept. Every implementation passes `StoreConformance`.
package protocol Store: BatchStore {
    /// The results of one endpoint in time order, oldest first; the newest `limit` of the range when there are more.
    func results(for endpoint: String, in range: Range<Timestamp>, limit: Int) async throws -> [ProbeResult]

    /// The newest `limit` failed results before `end`, newest first.
    func failures(for endpoint: String, before end: Timestamp, limit: Int) async throws -> [ProbeResult]

    /// Response times, phases and failures of one endpoint, aggregated over steps, oldest first.
    ///
    /// Steps are aligned to multiples of `step` since the epoch; steps without a result are absent.
    func series(for endpoint: String, in range: Range<Timestamp>, step: Duration) async throws -> [SeriesPoint]

    /// All probes of one endpoint in a range as one, percentiles included.
    func summary(of endpoint: String, in range: Range<Timestamp>) async throws -> Rollup

    /// Makes the roll-ups of everything from before a time, as far as they are not made, and anew those of hours to which
    /// results came late. `series` and `summary` read them where they can: in the same answer, in less time.
    func rollUp(until time: Timestamp) async throws

    /// Makes the roll-ups of a range anew from its results. Where those were pruned, the roll-ups stay as they are.
    func rebuildRollups(in range: Range<Timestamp>) async throws

    /// The newest `limit` anomalies of the range, newest first; of all endpoints when `endpoint` is nil.
    func anomalies(for endpoint: String?, in range: Range<Timestamp>, limit: Int) async throws -> [Anomaly]

    /// The newest `limit` incidents that were open at some time in the range, newest first.
    func incidents(for endpoint: String?, in range: Range<Timestamp>, limit: Int) async throws -> [Incident]

    /// The incident with this id, or nil.
    func incident(_ id: String) async throws -> Incident?

    /// Incidents that a person called no fault, oldest first.
    func excusedIncidents() async throws -> [Incident]

    /// Incidents that are open now, and the state of each incident state machine that is not at rest.
    func openIncidents() async throws -> [Incident]
    func incidentStates() async throws -> [String: IncidentState]

    /// The incidents that are part of an incident of many endpoints, in the order of opening.
    func members(of incident: String) async throws -> [Incident]

    /// The steps of one incident, oldest first.
    func timeline(of incident: String) async throws -> [TimelineEntry]

    /// The notices of the outbox that wait, those of incidents that are open now or part of one that is, and those made since
    /// a time; oldest first.
    func notices(since time: Timestamp) async throws -> [Notice]

    /// The newest `limit` notices, newest first; in one state, or in any when `state` is nil.
    func notices(in state: Notice.State?, limit: Int) async throws -> [Notice]

    /// The notices of one incident, oldest first; of one of many endpoints, those of its members too that were told under
    /// its name.
    func notices(of incident: String) async throws -> [Notice]

    /// Silences and maintenance windows that nobody has ended, oldest first; those whose time is over, too.
    func silences() async throws -> [Silence]

    /// Silences and maintenance windows that somebody has ended before their time, oldest first.
    func endedSilences() async throws -> [Silence]

    /// What the detectors of all endpoints have learned: each is handed to `make` as it is read, and what that returns
    /// is collected by endpoint.
    func detectorStates<Value: Sendable>(
        _ make: @escaping @Sendable (String, DetectorState) -> Value
    ) async throws -> [String: Value]

    /// What the detector of one endpoint has learned; nil if nothing was saved.
    func detectorState(of endpoint: String) async throws -> DetectorState?

    /// Probes and failures of each endpoint by hour (since the epoch), for availability.
    func hourlyCounts(in range: Range<Timestamp>) async throws -> [String: [Int: ProbeCounts]]

    /// Removes results and anomalies from before `cutoffs.results`, incidents closed before it that nobody called no fault,
    /// with their timelines, notices and silences that ended before it, and roll-ups from before their cutoffs, in small
    /// transactions. What is removed of the results lives on in roll-ups.
    ///
    /// A store that removes whole days or months at once may keep what belongs to the one of the cutoff, and gives back what
    /// room days that are over do not need.
    /// - Returns: The rows removed, as far as the store knows.
    func prune(before cutoffs: RetentionCutoffs) async throws -> Int

    /// Removes the oldest results and anomalies until the store takes at most so many bytes, or until none are left that
    /// are older than `cutoff`. Roll-ups, incidents and what was learned stay.
    ///
    /// - Returns: Until when results were removed; nil when there was room; `cutoff` where there is too little even so.
    func trim(to bytes: Int, keeping cutoff: Timestamp) async throws -> Timestamp?

    /// How much room it takes.
    func size() async throws -> StoreSize

    /// What it is and how it is laid out, in a few words: `SQLite`, `TimescaleDB 2.17 on PostgreSQL 16`.
    func kind() async throws -> String

    /// Ends pending work and closes the files or connections.
    func close() async throws
}

/// Everything that is committed together.
package struct WriteBatch: Sendable, Equatable {
    package var results: [ProbeResult]
    package var anomalies: [Anomaly]
    /// Opened, changed or closed incidents; the whole incident each time.
    package var incidents: [Incident]
    /// Steps of incidents. The same step again changes nothing.
    package var timeline: [TimelineEntry]
    /// New or changed rows of the outbox; the whole notice each time, the newest last.
    package var notices: [Notice]
    /// New or ended silences; the whole silence each time.
    package var silences: [Silence]
    /// By endpoint. Nil removes the state: the machine is at rest.
    package var incidentStates: [String: IncidentState?]
    /// By endpoint. Nil removes the state: the endpoint is watched no longer.
    package var detectorStates: [String: DetectorState?]

    package init(
        results: [ProbeResult] = [], anomalies: [Anomaly] = [], incidents: [Incident] = [],
        timeline: [TimelineEntry] = [], notices: [Notice] = [], silences: [Silence] = [],
        incidentStates: [String: IncidentState?] = [:], detectorStates: [String: DetectorState?] = [:]
    ) {
        self.results = results
        self.anomalies = anomalies
        self.incidents = incidents
        self.timeline = timeline
        self.notices = notices
        self.silences = silences
        self.incidentStates = incidentStates
        self.detectorStates = detectorStates
    }

    package var isEmpty: Bool {
        results.isEmpty && anomalies.isEmpty && incidents.isEmpty && timeline.isEmpty && notices.isEmpty
            && silences.isEmpty && incidentStates.isEmpty && detectorStates.isEmpty
    }
}

/// Probes counted over some time.
package struct ProbeCounts: Sendable, Hashable {
    package var total: Int
    package var failures: Int

    package init(total: Int = 0, failures: Int = 0) {
        self.total = total
        self.failures = failures
    }

    /// Share of successful probes, 0 to 1; nil without probes.
    package var availability: Double? {
        total == 0 ? nil : Double(total - failures) / Double(total)
    }
}

/// One step of a chart.
package struct SeriesPoint: Sendable, Hashable {
    /// Beginning of the step.
    package var timestamp: Timestamp
    package var count: Int
    package var failures: Int
    /// Mean, smallest and largest response time; nil when no response came in the step.
    package var mean: Duration?
    package var min: Duration?
    package var max: Duration?
    /// At or below which half, 95 % and 99 % of the response times lie, within 2 %.
    package var p50: Duration?
    package var p95: Duration?
    package var p99: Duration?
    /// The mean of each phase over the probes in which it happened.
    package var phases: PhaseTimings

    package init(_ rollup: Rollup, at timestamp: Timestamp) {
        self.init(
            timestamp: timestamp, count: rollup.count, failures: rollup.failures, mean: rollup.mean, min: rollup.min,
            max: rollup.max, p50: rollup.quantile(0.5), p95: rollup.quantile(0.95), p99: rollup.quantile(0.99),
            phases: rollup.phases.means)
    }

    package init(
        timestamp: Timestamp, count: Int, failures: Int, mean: Duration?, min: Duration?, max: Duration?,
        p50: Duration? = nil, p95: Duration? = nil, p99: Duration? = nil, phases: PhaseTimings
    ) {
        self.timestamp = timestamp
        self.count = count
        self.failures = failures
        self.mean = mean
        self.min = min
        self.max = max
        self.p50 = p50
        self.p95 = p95
        self.p99 = p99
        self.phases = phases
    }
}
