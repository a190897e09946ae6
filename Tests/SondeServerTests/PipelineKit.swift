import Foundation
import SondeCore
import SondeSQLite
import SondeServer
import SondeTestSupport
import Synchronization

/// A pipeline with its writer on a real database file, and events as they come.
final class PipelineKit: Sendable {
    let clock = ManualClock()
    let store: any Store
    let passage: FaultyPassage
    let writer: StoreWriter
    let pipeline: Pipeline
    let events: AsyncStream<LiveEvent>
    private let folder: URL
    private let writing: Task<Void, any Error>

    init(_ endpoints: [Endpoint], capacity: Int = 10_000, folder: URL? = nil, awaitsHistory: Bool = false) async throws
    {
        self.folder =
            folder ?? FileManager.default.temporaryDirectory.appendingPathComponent("sonde-pipe-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        store = try SQLiteStore(path: self.folder.appendingPathComponent("test.db").path)
        passage = FaultyPassage(store)
        let hub = EventHub()
        let troubles = Troubles(hub: hub)
        let writer = StoreWriter(store: passage, capacity: capacity, troubles: troubles)
        self.writer = writer
        pipeline = Pipeline(clock: clock, writer: writer, hub: hub, troubles: troubles)
        events = await pipeline.events(of: nil)
        await pipeline.update(
            endpoints, states: try await store.incidentStates(), open: try await store.openIncidents(),
            detectors: try await RestoredDetector.all(of: endpoints, from: store),
            excused: try await store.excusedIncidents(),
            awaitsHistory: awaitsHistory)
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

/// The way into a real store, in which a fault can be put.
final class FaultyPassage: BatchStore {
    private let base: any BatchStore
    private let fault = Mutex<StoreError?>(nil)
    private let sizes = Mutex<[Int]>([])

    init(_ base: any BatchStore) {
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
}
