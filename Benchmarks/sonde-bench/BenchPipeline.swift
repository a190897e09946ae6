import Foundation
import SondeCore
import SondeProbing
import SondeSQLite
import SondeServer
import Synchronization

/// The parts of a running Sonde without its web server, on a database file of its own.
struct BenchPipeline {
    let passage: TimedPassage
    private let store: SQLiteStore
    let writer: StoreWriter
    let pipeline: Pipeline
    let engine: CurlEngine
    let prober: CurlProber
    private let folder: URL

    init(_ fleet: TrainedFleet) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("sonde-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try SQLiteStore(path: folder.appendingPathComponent("bench.db").path)
        passage = TimedPassage(store)
        let hub = EventHub()
        let troubles = Troubles(hub: hub)
        writer = StoreWriter(store: passage, troubles: troubles)
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

/// The way into a store; notes how long each anomaly took from the end of its probe to its commit.
final class TimedPassage: BatchStore {
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
}

extension [Double] {
    /// The nearest-rank percentile of an ascending array.
    func percentile(_ share: Double) -> Double {
        guard !isEmpty else { return .nan }
        return self[Swift.min(count - 1, Swift.max(0, Int((share * Double(count)).rounded(.up)) - 1))]
    }
}
