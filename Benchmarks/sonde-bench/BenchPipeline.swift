import Foundation
import SondeCore
import SondeProbing
import SondeSQLite
import SondeServer
import Synchronization

/// The parts of a running Sonde without its web server, on a database file of its own.
struct BenchPipeline {
    let store: CountingStore
    let writer: StoreWriter
    let pipeline: Pipeline
    let engine: CurlEngine
    let prober: CurlProber
    private let folder: URL

    init(_ fleet: TrainedFleet) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("sonde-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = CountingStore(try SQLiteStore(path: folder.appendingPathComponent("bench.db").path))
        let hub = EventHub()
        let troubles = Troubles(hub: hub)
        writer = StoreWriter(store: store, troubles: troubles)
        pipeline = Pipeline(clock: SystemClock(), writer: writer, hub: hub, troubles: troubles)
        await pipeline.update(fleet.endpoints, awaitsHistory: true)
        engine = CurlEngine()
        prober = CurlProber(engine: engine, clock: SystemClock())
    }

    /// Response times of `count` probes, `parallel` at a time.
    func sampleTimes(_ endpoint: Endpoint, count: Int, parallel: Int) async -> [Duration] {
        await withTaskGroup(of: [Duration].self) { group in
            for _ in 0..<parallel {
                group.addTask {
                    var times: [Duration] = []
                    for _ in 0..<count / parallel {
                        if let time = await prober.probe(endpoint, due: nil).responseTime { times.append(time) }
                    }
                    return times
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
    }

    /// Ends everything and removes the database.
    func close() async throws {
        engine.stop()
        try await store.close()
        try FileManager.default.removeItem(at: folder)
    }
}

/// A store that notes how long each anomaly took from the end of its probe to its commit.
final class CountingStore: Store {
    private let base: SQLiteStore
    private let delays = Mutex<[Double]>([])

    init(_ base: SQLiteStore) {
        self.base = base
    }

    /// Milliseconds, ascending.
    var anomalyDelays: [Double] { delays.withLock { $0.sorted() } }

    func append(_ batch: WriteBatch) async throws {
        try await base.append(batch)
        let now = SystemClock().now
        let waited = batch.anomalies.map { anomaly in
            anomaly.timestamp.duration(to: now).milliseconds - (anomaly.responseTime?.milliseconds ?? 0)
        }
        delays.withLock { $0 += waited }
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

extension [Double] {
    /// The nearest-rank percentile of an ascending array.
    func percentile(_ share: Double) -> Double {
        guard !isEmpty else { return .nan }
        return self[Swift.min(count - 1, Swift.max(0, Int((share * Double(count)).rounded(.up)) - 1))]
    }
}
