import SondeCore

/// A store that holds what the test gave it and what the desk was told, or fails.
struct FakeStore: Store {
    let results: [ProbeResult]
    let anomalies: [Anomaly]
    let ledger: Ledger
    let failure: StoreError?

    init(
        results: [ProbeResult] = [], anomalies: [Anomaly] = [], incidents: [Incident] = [], failure: StoreError? = nil
    ) {
        self.init(results: results, anomalies: anomalies, ledger: Ledger(incidents), failure: failure)
    }

    init(
        results: [ProbeResult] = [], anomalies: [Anomaly] = [], ledger: Ledger, failure: StoreError? = nil
    ) {
        self.results = results
        self.anomalies = anomalies
        self.ledger = ledger
        self.failure = failure
    }

    private var incidents: [Incident] { ledger.now.incidents }

    func append(_ batch: WriteBatch) async throws {}

    func results(for endpoint: String, in range: Range<Timestamp>, limit: Int) async throws -> [ProbeResult] {
        try check()
        return Array(results.filter { $0.endpoint == endpoint && range.contains($0.timestamp) }.suffix(limit))
    }

    func failures(for endpoint: String, before end: Timestamp, limit: Int) async throws -> [ProbeResult] {
        try check()
        let failed = results.filter { $0.endpoint == endpoint && !$0.success && $0.timestamp < end }
        return failed.reversed().prefix(limit).map { $0 }
    }

    /// One point a step, whatever is stored: the most that a range can make.
    func series(for endpoint: String, in range: Range<Timestamp>, step: Duration) async throws -> [SeriesPoint] {
        try check()
        let width = step.microseconds
        let first = range.lowerBound.microseconds / width
        let last = (range.upperBound.microseconds - 1) / width
        return (first...last).map {
            SeriesPoint(
                timestamp: Timestamp(microseconds: $0 * width), count: 4, failures: 1, mean: .milliseconds(20),
                min: .milliseconds(10), max: .milliseconds(30), phases: PhaseTimings(ttfb: .milliseconds(15)))
        }
    }

    func anomalies(for endpoint: String?, in range: Range<Timestamp>, limit: Int) async throws -> [Anomaly] {
        try check()
        let matching = anomalies.filter { (endpoint == nil || $0.endpoint == endpoint) && range.contains($0.timestamp) }
        return Array(matching.reversed().prefix(limit))
    }

    func incidents(for endpoint: String?, in range: Range<Timestamp>, limit: Int) async throws -> [Incident] {
        try check()
        let matching = incidents.filter {
            (endpoint == nil || $0.endpoint == endpoint) && $0.openedAt < range.upperBound
                && ($0.closedAt ?? range.upperBound) >= range.lowerBound
        }
        return Array(matching.sorted { $0.openedAt > $1.openedAt }.prefix(limit))
    }

    func incident(_ id: String) async throws -> Incident? {
        try check()
        return incidents.first { $0.id == id }
    }

    func excusedIncidents() async throws -> [Incident] { incidents.filter { $0.excusedAt != nil } }

    func openIncidents() async throws -> [Incident] {
        try check()
        return incidents.filter(\.isOpen)
    }

    func members(of incident: String) async throws -> [Incident] {
        try check()
        return incidents.filter { $0.parent == incident }.sorted { $0.openedAt < $1.openedAt }
    }

    func timeline(of incident: String) async throws -> [TimelineEntry] {
        try check()
        return ledger.now.timeline.filter { $0.incident == incident }.sorted { $0.at < $1.at }
    }

    func notices(in state: Notice.State?, limit: Int) async throws -> [Notice] {
        try check()
        let matching = ledger.now.notices.filter { state == nil || $0.state == state }
        return Array(matching.sorted { $0.createdAt > $1.createdAt }.prefix(limit))
    }

    func notices(of incident: String) async throws -> [Notice] {
        try check()
        return ledger.now.notices.filter { $0.incident.id == incident }.sorted { $0.createdAt < $1.createdAt }
    }

    func notices(since time: Timestamp) async throws -> [Notice] {
        ledger.now.notices.filter { $0.createdAt >= time }
    }

    func silences() async throws -> [Silence] { ledger.now.silences }
    func endedSilences() async throws -> [Silence] { [] }

    func summary(of endpoint: String, in range: Range<Timestamp>) async throws -> Rollup { Rollup() }
    func rollUp(until time: Timestamp) async throws {}
    func rebuildRollups(in range: Range<Timestamp>) async throws {}
    func incidentStates() async throws -> [String: IncidentState] { [:] }
    func detectorStates<Value: Sendable>(
        _ make: @escaping @Sendable (String, DetectorState) -> Value
    ) async throws -> [String: Value] { [:] }
    func detectorState(of endpoint: String) async throws -> DetectorState? { nil }
    func hourlyCounts(in range: Range<Timestamp>) async throws -> [String: [Int: ProbeCounts]] { [:] }
    func prune(before cutoffs: RetentionCutoffs) async throws -> Int { 0 }
    func trim(to bytes: Int, keeping cutoff: Timestamp) async throws -> Timestamp? { nil }
    func size() async throws -> StoreSize { StoreSize(parts: [], used: 0, free: 0) }
    func kind() async throws -> String { "a fake" }
    func close() async throws {}

    private func check() throws {
        if let failure { throw failure }
    }
}
