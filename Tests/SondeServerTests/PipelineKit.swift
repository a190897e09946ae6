import Foundation
import SondeCore
import SondeSQLite
import SondeServer
import SondeTestSupport
import Synchronization

/// A pipeline with its writer on a real database file, and events as they come.
final class PipelineKit: Sendable {
    let clock = ManualClock()
    let store: FaultyStore
    let writer: StoreWriter
    let pipeline: Pipeline
    let events: AsyncStream<LiveEvent>
    private let folder: URL
    private let writing: Task<Void, any Error>

    init(_ endpoints: [Endpoint], capacity: Int = 10_000, folder: URL? = nil) async throws {
        self.folder =
            folder ?? FileManager.default.temporaryDirectory.appendingPathComponent("sonde-pipe-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        store = FaultyStore(try SQLiteStore(path: self.folder.appendingPathComponent("test.db").path))
        let hub = EventHub()
        let troubles = Troubles(hub: hub)
        let writer = StoreWriter(store: store, capacity: capacity, troubles: troubles)
        self.writer = writer
        pipeline = Pipeline(clock: clock, writer: writer, hub: hub, troubles: troubles)
        events = await pipeline.events(of: nil)
        await pipeline.update(
            endpoints, states: try await store.incidentStates(), open: try await store.openIncidents(),
            awaitsHistory: false)
        writing = Task { try await writer.run() }
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// Ends the writer, which flushes, and reads what the database holds then.
    func finish() async throws {
        writer.finish()
        try await writing.value
    }

    /// Waits for the first event that `select` takes.
    func first<Value>(_ select: (LiveEvent) -> Value?) async -> Value? {
        for await event in events {
            if let value = select(event) { return value }
        }
        return nil
    }

    /// A result at the clock's time, which is then moved on by 15 s.
    func result(_ endpoint: String, milliseconds: Int = 100, failure: ProbeFailure? = nil) async -> ProbeResult {
        let result = ProbeResult(
            endpoint: endpoint, timestamp: clock.now, responseTime: failure == nil ? .milliseconds(milliseconds) : nil,
            statusCode: failure == nil ? 200 : nil, failure: failure)
        await clock.advance(by: .seconds(15))
        return result
    }
}

/// A real store before which a fault can be put.
final class FaultyStore: Store {
    private let base: SQLiteStore
    private let fault = Mutex<StoreError?>(nil)
    private let sizes = Mutex<[Int]>([])

    init(_ base: SQLiteStore) {
        self.base = base
    }

    /// Appends fail with this until it is nil again.
    func set(_ error: StoreError?) { fault.withLock { $0 = error } }

    /// Results in each commit so far.
    var commits: [Int] { sizes.withLock { $0 } }

    func append(_ batch: WriteBatch) async throws {
        if let error = fault.withLock({ $0 }) { throw error }
        try await base.append(batch)
        sizes.withLock { $0.append(batch.results.count) }
    }

    func results(for endpoint: String, in range: Range<Timestamp>, limit: Int) async throws -> [ProbeResult] {
        try await base.results(for: endpoint, in: range, limit: limit)
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
    func openIncidents() async throws -> [Incident] { try await base.openIncidents() }
    func incidentStates() async throws -> [String: IncidentState] { try await base.incidentStates() }
    func hourlyCounts(in range: Range<Timestamp>) async throws -> [String: [Int: ProbeCounts]] {
        try await base.hourlyCounts(in: range)
    }
    func prune(before cutoff: Timestamp) async throws -> Int { try await base.prune(before: cutoff) }
    func close() async throws { try await base.close() }
}
