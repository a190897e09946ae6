import Logging
import ServiceLifecycle
import SondeCore
import SondeProbing

/// Runs the scheduler; at the end gives the probes under way two seconds and then ends them; see `FlushLimit`.
struct ProbingService: Service {
    private static let grace: Duration = .seconds(2)

    let scheduler: ProbeScheduler
    let engine: CurlEngine
    let pipeline: Pipeline
    /// Probing begins when this yields: a Sonde that cannot have its port has then sent nothing.
    let mayBegin: AsyncStream<Void>
    let logger: Logger

    func run() async throws {
        defer { engine.stop() }
        for await _ in mayBegin.cancelOnGracefulShutdown() { return try await probe() }
    }

    private func probe() async throws {
        try await withTaskCancellationHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await scheduler.run() }
                group.addTask {
                    try await gracefulShutdown()
                    logger.info("Stopping: probes under way get \(Self.grace.text) to finish.")
                    try await Task.sleep(for: Self.grace)
                    await endProbes()
                    // The group ends with the scheduler, whose probes have been ended now.
                    try await Task.sleep(for: .seconds(3600))
                }
                group.addTask {
                    while true {
                        await pipeline.note(skippedTurns: scheduler.skippedTurns)
                        try await Task.sleep(for: .seconds(1))
                    }
                }
                try await group.next()
                group.cancelAll()
            }
        } onCancel: {
            // Another service failed: there is nothing to wait for.
            Task { await endProbes() }
        }
    }

    /// Ends the probes under way; what they would report is Sonde's end and not their targets'.
    private func endProbes() async {
        await scheduler.discard()
        engine.stop()
    }
}
