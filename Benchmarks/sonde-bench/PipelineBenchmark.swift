import Foundation
import SondeCore
import SondeProbing
import SondeServer

/// Probes per second of the whole pipeline at full speed, beside a bare libcurl loop on the same server.
struct PipelineBenchmark {
    private static let endpoints = 1000
    private static let parallel = 64

    let url: String
    let seconds: Int

    func run() async throws -> [Figure] {
        let fleet = TrainedFleet(count: Self.endpoints, url: url, interval: .seconds(15))
        let bench = try await BenchPipeline(fleet)
        let usual = await bench.sampleTimes(fleet.endpoints[0], count: 20_000, parallel: Self.parallel)
        try await fleet.train(bench.pipeline, usual: usual, before: SystemClock().now)
        let writing = Task { try await bench.writer.run() }
        // Turn about, so that a noisy neighbour meets both.
        var bare: [Double] = []
        var prober: [Double] = []
        var whole: [Double] = []
        for _ in 0..<3 {
            bare.append(BareCurlLoop(url: url, parallel: Self.parallel).run(seconds: max(1, seconds / 3)))
            prober.append(await probesPerSecond(bench, fleet, seconds: max(1, seconds / 3)) { _ in })
            whole.append(
                await probesPerSecond(bench, fleet, seconds: max(1, seconds / 3)) { await bench.pipeline.ingest($0) })
        }
        bench.writer.finish()
        try await writing.value
        try await bench.close()
        let (bareRate, proberRate, wholeRate) = (bare.sorted()[1], prober.sorted()[1], whole.sorted()[1])
        return [
            Figure(benchmark: "pipeline", name: "bare libcurl loop", value: bareRate, unit: "probes/s", bar: .none),
            Figure(benchmark: "pipeline", name: "prober alone", value: proberRate, unit: "probes/s", bar: .none),
            Figure(benchmark: "pipeline", name: "whole pipeline", value: wholeRate, unit: "probes/s", bar: .none),
            Figure(
                benchmark: "pipeline", name: "ratio to the bare loop", value: wholeRate / bareRate, unit: "",
                bar: .atLeast(0.6)),
        ]
    }

    private func probesPerSecond(
        _ bench: BenchPipeline, _ fleet: TrainedFleet, seconds: Int,
        deliver: @escaping @Sendable (ProbeResult) async -> Void
    ) async -> Double {
        let start = ContinuousClock.now
        let end = start + .seconds(seconds)
        let share = fleet.endpoints.count / Self.parallel
        let count = await withTaskGroup(of: Int.self) { group in
            for lane in 0..<Self.parallel {
                group.addTask {
                    var count = 0
                    while ContinuousClock.now < end {
                        let endpoint = fleet.endpoints[lane * share + count % share]
                        await deliver(await bench.prober.probe(endpoint, due: nil))
                        count += 1
                    }
                    return count
                }
            }
            return await group.reduce(0, +)
        }
        return Double(count) / start.duration(to: .now).inSeconds
    }
}
