import SondeCore
import Synchronization

/// A real store on another machine, as far as anybody can tell: it is away, refuses or answers late when the test says so.
final class ScriptedStore: Store {
    /// What becomes of a batch.
    enum Answer: Sendable {
        case takes
        case refuses(StoreError)
        /// Commits it, and then loses the connection.
        case takesAndFails(StoreError)
    }

    static let away = StoreError.unavailable(
        "PostgreSQL at sonde@db:5432/sonde cannot be reached: Connection refused; Sonde keeps trying.")

    private struct State {
        var fault: StoreError?
        var answer: @Sendable (WriteBatch) async -> Answer = { _ in .takes }
        var taken: [WriteBatch] = []
        var attempts = 0
        var underway = 0
        /// Wait until no append is under way.
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let base: any Store
    private let state = Mutex(State())

    init(_ base: any Store) {
        self.base = base
    }

    /// Every operation fails with this until it is nil again.
    func set(fault: StoreError?) { state.withLock { $0.fault = fault } }

    /// Decides about each batch that comes while there is no fault.
    func answer(_ answer: @escaping @Sendable (WriteBatch) async -> Answer) { state.withLock { $0.answer = answer } }

    /// Batches in the order in which they were committed.
    var taken: [WriteBatch] { state.withLock { $0.taken } }
    /// Appends that came so far, whatever became of them.
    var attempts: Int { state.withLock { $0.attempts } }

    /// Returns once no append waits for its answer.
    func waitUntilIdle() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.underway > 0 { state.waiting.append(continuation) }
                return state.underway == 0
            }
            if isIdle { continuation.resume() }
        }
    }

    private func end() {
        let waiting = state.withLock { state in
            state.underway -= 1
            guard state.underway == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    private var reachable: any Store {
        get throws(StoreError) {
            if let fault = state.withLock({ $0.fault }) { throw fault }
            return base
        }
    }

    func append(_ batch: WriteBatch) async throws {
        state.withLock { state in
            state.attempts += 1
            state.underway += 1
        }
        defer { end() }
        let base = try reachable
        let answer = state.withLock { $0.answer }
        let decision = await answer(batch)
        if case .refuses(let error) = decision { throw error }
        try await base.append(batch)
        state.withLock { $0.taken.append(batch) }
        if case .takesAndFails(let error) = decision { throw error }
    }

    func results(for endpoint: String, in range: Range<Timestamp>, limit: Int) async throws -> [ProbeResult] {
        try await reachable.results(for: endpoint, in: range, limit: limit)
    }

    func failures(for endpoint: String, before end: Timestamp, limit: Int) async throws -> [ProbeResult] {
        try await reachable.failures(for: endpoint, before: end, limit: limit)
    }

    func series(for endpoint: String, in range: Range<Timestamp>, step: Duration) async throws -> [SeriesPoint] {
        try await reachable.series(for: endpoint, in: range, step: step)
    }

    func summary(of endpoint: String, in range: Range<Timestamp>) async throws -> Rollup {
        try await reachable.summary(of: endpoint, in: range)
    }

    func rollUp(until time: Timestamp) async throws { try await reachable.rollUp(until: time) }
    func rebuildRollups(in range: Range<Timestamp>) async throws { try await reachable.rebuildRollups(in: range) }

    func anomalies(for endpoint: String?, in range: Range<Timestamp>, limit: Int) async throws -> [Anomaly] {
        try await reachable.anomalies(for: endpoint, in: range, limit: limit)
    }

    func incidents(for endpoint: String?, in range: Range<Timestamp>, limit: Int) async throws -> [Incident] {
        try await reachable.incidents(for: endpoint, in: range, limit: limit)
    }

    func incident(_ id: String) async throws -> Incident? { try await reachable.incident(id) }
    func excusedIncidents() async throws -> [Incident] { try await reachable.excusedIncidents() }
    func openIncidents() async throws -> [Incident] { try await reachable.openIncidents() }
    func incidentStates() async throws -> [String: IncidentState] { try await reachable.incidentStates() }

    func members(of incident: String) async throws -> [Incident] { try await reachable.members(of: incident) }
    func timeline(of incident: String) async throws -> [TimelineEntry] { try await reachable.timeline(of: incident) }
    func notices(since time: Timestamp) async throws -> [Notice] { try await reachable.notices(since: time) }

    func notices(in state: Notice.State?, limit: Int) async throws -> [Notice] {
        try await reachable.notices(in: state, limit: limit)
    }

    func notices(of incident: String) async throws -> [Notice] { try await reachable.notices(of: incident) }
    func silences() async throws -> [Silence] { try await reachable.silences() }
    func endedSilences() async throws -> [Silence] { try await reachable.endedSilences() }

    func detectorStates<Value: Sendable>(
        _ make: @escaping @Sendable (String, DetectorState) -> Value
    ) async throws -> [String: Value] {
        try await reachable.detectorStates(make)
    }

    func detectorState(of endpoint: String) async throws -> DetectorState? {
        try await reachable.detectorState(of: endpoint)
    }

    func hourlyCounts(in range: Range<Timestamp>) async throws -> [String: [Int: ProbeCounts]] {
        try await reachable.hourlyCounts(in: range)
    }

    func prune(before cutoffs: RetentionCutoffs) async throws -> Int { try await reachable.prune(before: cutoffs) }

    func trim(to bytes: Int, keeping cutoff: Timestamp) async throws -> Timestamp? {
        try await reachable.trim(to: bytes, keeping: cutoff)
    }

    func size() async throws -> StoreSize { try await reachable.size() }
    func kind() async throws -> String { try await reachable.kind() }
    func close() async throws { try await base.close() }
}
