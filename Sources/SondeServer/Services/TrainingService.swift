import Logging
import ServiceLifecycle
import SondeDetection

/// Trains forests one after the other, off the probing path.
struct TrainingService: Service {
    let pipeline: Pipeline
    let logger: Logger

    func run() async throws {
        for await _ in pipeline.trainingsDue.cancelOnGracefulShutdown() {
            while !Task.isShuttingDownGracefully, let (endpoint, set) = await pipeline.nextTraining() {
                do {
                    await pipeline.install(try set.train(for: endpoint), for: endpoint)
                } catch {
                    await pipeline.abandonTraining(of: endpoint)
                    logger.warning(
                        "The forest of an API could not be trained: \(error)", metadata: ["api": "\(endpoint)"])
                }
                // A forest takes milliseconds; probes that became due meanwhile go first.
                await Task.yield()
            }
        }
    }
}
