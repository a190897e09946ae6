import Foundation
import SondeCore
import SondeProbing
import SondeServer

/// 10,000 endpoints every 15 seconds, their models trained: lag, memory, CPU, and how soon an anomaly is committed.
struct FleetBenchmark {
    private static let endpoints = 10_000
    private static let interval: Duration = .seconds(15)

    let url: String
    let seconds: Int

    func run() async throws -> [Figure] {
        let fleet = TrainedFleet(count: Self.endpoints, url: url, interval: Self.interval)
        let bench = try await BenchPipeline(fleet)
        let usual = try await usualTimes(fleet, bench)
        try await fleet.train(bench.pipeline, usual: usual, before: SystemClock().now)
        let lags = LagCollector()
        let pipeline = bench.pipeline
        let scheduler = ProbeScheduler(prober: bench.prober, clock: SystemClock()) { result in
            await lags.add(result.scheduleLag)
            await pipeline.ingest(result)
        }
        let writing = Task { try await bench.writer.run() }
        let before = ProcessUsage.now
        let start = ContinuousClock.now
        await scheduler.update(fleet.endpoints)
        let probing = Task { try await scheduler.run() }
        try await Task.sleep(for: .seconds(seconds))
        let elapsed = start.duration(to: .now).inSeconds
        let cpu = ProcessUsage.now.cpuSeconds - before.cpuSeconds
        let resident = ProcessUsage.residentMegabytes
        probing.cancel()
        _ = await probing.result
        bench.writer.finish()
        try await writing.value
        let skipped = await scheduler.skippedTurns
        let dropped = await pipeline.health().droppedRows
        let sorted = await lags.sortedMilliseconds
        let delays = bench.passage.anomalyDelays
        try await bench.close()
        let expected = Double(Self.endpoints) * elapsed / Self.interval.seconds
        return [
            figure("probes made", Double(sorted.count), "", .none),
            figure("probes expected", expected, "", .none),
            figure("missed turns", Double(skipped), "", .atMost(0)),
            figure("schedule lag p99", sorted.percentile(0.99), "ms", .atMost(100)),
            figure("resident memory", resident, "MB", .atMost(2500)),
            figure("CPU", cpu / elapsed, "cores", .atMost(0.7)),
            figure("dropped rows", Double(dropped), "", .atMost(0)),
            figure("anomalies", Double(delays.count), "", .none),
            figure("probe end to committed anomaly p99", delays.percentile(0.99), "ms", .atMost(300)),
        ]
    }

    /// Response times at the fleet's own pace: a server that rests between two requests takes other times than one
    /// that is asked again at once.
    private func usualTimes(_ fleet: TrainedFleet, _ bench: BenchPipeline) async throws -> [Duration] {
        let collector = TimeCollector()
        let scheduler = ProbeScheduler(prober: bench.prober, clock: SystemClock()) { result in
            if let time = result.responseTime { await collector.add(time) }
        }
        await scheduler.update(fleet.endpoints)
        let probing = Task { try await scheduler.run() }
        try await Task.sleep(for: .seconds(10))
        probing.cancel()
        _ = await probing.result
        return await collector.times
    }

    private func figure(_ name: String, _ value: Double, _ unit: String, _ bar: Figure.Bar) -> Figure {
        Figure(benchmark: "fleet", name: name, value: value, unit: unit, bar: bar)
    }
}

private actor TimeCollector {
    private(set) var times: [Duration] = []

    func add(_ time: Duration) { times.append(time) }
}

private actor LagCollector {
    private var milliseconds: [Double] = []

    func add(_ lag: Duration) { milliseconds.append(lag.milliseconds) }

    var sortedMilliseconds: [Double] { milliseconds.sorted() }
}
