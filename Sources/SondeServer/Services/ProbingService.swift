import Logging
import ServiceLifecycle
import SondeCore
import SondeProbing

/// Runs the scheduler; at the end gives the probes under way five seconds and then ends them.
struct ProbingService: Service {
    private static let grace: Duration = .seconds(5)

    let scheduler: ProbeScheduler
    let engine: CurlEngine
    let pipeline: Pipeline
    let logger: Logger

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await scheduler.run() }
            group.addTask {
                try await gracefulShutdown()
                logger.info("Stopping: probes under way get \(Self.grace.text) to finish.")
                try await Task.sleep(for: Self.grace)
                await scheduler.discard()
                engine.stop()
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
        engine.stop()
    }
}
