import Foundation
import Logging
import ServiceLifecycle
import SondeCore
import SondeTestSupport
import Synchronization

/// Services in a group, as `sonde run` holds them, until the test ends it.
final class RunningServices: Sendable {
    private let group: ServiceGroup
    private let running: Task<Void, any Error>

    init(_ services: any Service...) {
        let group = ServiceGroup(services: services, logger: Logger(label: "group") { _ in SwiftLogNoOpLogHandler() })
        self.group = group
        running = Task { try await group.run() }
    }

    /// Shuts down gracefully and waits for the end. The services must have begun: await something of theirs before.
    func stop() async throws {
        await group.triggerGracefulShutdown()
        try await running.value
    }
}

extension ManualClock {
    /// Lets time pass, and waits until the service that slept sleeps again.
    func pass(_ duration: Duration) async throws {
        await advance(by: duration)
        try await waitForSleepers(1)
    }
}

/// What was logged, a line each: `warning: message key=value`.
final class LogRecord: Sendable {
    private struct Handler: LogHandler {
        let record: LogRecord
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let pairs = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
            record.state.withLock { $0.append("\(event.level.rawValue): \(event.message)\(pairs)") }
        }
    }

    private let state = Mutex<[String]>([])

    var lines: [String] { state.withLock { $0 } }
    var logger: Logger { Logger(label: "test") { _ in Handler(record: self) } }
}

/// The way into a real store, in which a call may be held up or may fail.
final class GuardedStore: Store {
    enum Call: Sendable, Hashable {
        case append
        case results(String)
        case hourlyCounts
        case rollUp(until: Timestamp)
        case prune
        case trim(bytes: Int)
    }

    private let base: any Store
    private let before: @Sendable (Call) async throws -> Void

    /// - Parameter before: Runs before each call that reaches the store; what it throws is thrown instead.
    init(_ base: any Store, before: @escaping @Sendable (Call) async throws -> Void) {
        self.base = base
        self.before = before
    }

    func append(_ batch: WriteBatch) async throws {
        try await before(.append)
        try await base.append(batch)
    }

    func results(for endpoint: String, in range: Range<Timestamp>, limit: Int) async throws -> [ProbeResult] {
        try await before(.results(endpoint))
        return try await base.results(for: endpoint, in: range, limit: limit)
    }

    func failures(for endpoint: String, before end: Timestamp, limit: Int) async throws -> [ProbeResult] {
        try await base.failures(for: endpoint, before: end, limit: limit)
    }

    func series(for endpoint: String, in range: Range<Timestamp>, step: Duration) async throws -> [SeriesPoint] {
        try await base.series(for: endpoint, in: range, step: step)
    }

    func anomalies(for endpoint: String?, in range: Range<Timestamp>, limit: Int) async throws -> [Anomaly] {
        try await base.anomalies(for: endpoint, in: range, limit: limit)
    }

    func incidents(for endpoint: String?, in range: Range<Timestamp>, limit: Int) async throws -> [Incident] {
        try await base.incidents(for: endpoint, in: range, limit: limit)
    }

    func incident(_ id: String) async throws -> Incident? { try await base.incident(id) }
    func excusedIncidents() async throws -> [Incident] { try await base.excusedIncidents() }
    func openIncidents() async throws -> [Incident] { try await base.openIncidents() }

    func summary(of endpoint: String, in range: Range<Timestamp>) async throws -> Rollup {
        try await base.summary(of: endpoint, in: range)
    }

    func rollUp(until time: Timestamp) async throws {
        try await before(.rollUp(until: time))
        try await base.rollUp(until: time)
    }

    func rebuildRollups(in range: Range<Timestamp>) async throws { try await base.rebuildRollups(in: range) }

    func members(of incident: String) async throws -> [Incident] { try await base.members(of: incident) }
    func timeline(of incident: String) async throws -> [TimelineEntry] { try await base.timeline(of: incident) }
    func notices(since time: Timestamp) async throws -> [Notice] { try await base.notices(since: time) }
    func notices(of incident: String) async throws -> [Notice] { try await base.notices(of: incident) }
    func silences() async throws -> [Silence] { try await base.silences() }
    func endedSilences() async throws -> [Silence] { try await base.endedSilences() }

    func notices(in state: Notice.State?, limit: Int) async throws -> [Notice] {
        try await base.notices(in: state, limit: limit)
    }

    func incidentStates() async throws -> [String: IncidentState] { try await base.incidentStates() }
    func detectorStates<Value: Sendable>(
        _ make: @escaping @Sendable (String, DetectorState) -> Value
    ) async throws -> [String: Value] { try await base.detectorStates(make) }
    func detectorState(of endpoint: String) async throws -> DetectorState? {
        try await base.detectorState(of: endpoint)
    }

    func hourlyCounts(in range: Range<Timestamp>) async throws -> [String: [Int: ProbeCounts]] {
        try await before(.hourlyCounts)
        return try await base.hourlyCounts(in: range)
    }

    func prune(before cutoffs: RetentionCutoffs) async throws -> Int {
        try await before(.prune)
        return try await base.prune(before: cutoffs)
    }

    func trim(to bytes: Int, keeping cutoff: Timestamp) async throws -> Timestamp? {
        try await before(.trim(bytes: bytes))
        return try await base.trim(to: bytes, keeping: cutoff)
    }

    func size() async throws -> StoreSize { try await base.size() }
    func kind() async throws -> String { try await base.kind() }

    func close() async throws { try await base.close() }
}

/// Holds up whoever passes until the test opens it, and says when somebody stands before it.
final class Gate: Sendable {
    private let arrivals = AsyncStream.makeStream(of: Void.self)
    private let opening = AsyncStream.makeStream(of: Void.self)

    /// - Throws: `CancellationError` when the task is cancelled before the gate opens.
    func pass() async throws {
        arrivals.continuation.yield()
        for await _ in opening.stream {}
        try Task.checkCancellation()
    }

    func waitForArrival() async {
        for await _ in arrivals.stream { return }
    }

    func open() { opening.continuation.finish() }
}

/// A store's file in a folder of its own, removed with it.
final class StoreFolder: Sendable {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("sonde-store-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    var file: String { url.appendingPathComponent("test.db").path }
}
