import Logging
import ServiceLifecycle
import SondeCore
import SondeDetection

/// After the start, feeds the stored history of each endpoint to its detector, while probing already goes on.
struct HistoryService: Service {
    let pipeline: Pipeline
    let store: any Store
    let endpoints: [Endpoint]
    let startedAt: Timestamp
    let logger: Logger

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await replay() }
        } catch is CancellationError {
            return
        }
        // The group would end with a service that returns; the work of this one is done.
        try? await gracefulShutdown()
    }

    private func replay() async throws {
        do {
            let day = startedAt.advanced(by: .seconds(-86_400))..<startedAt
            await pipeline.adopt(try await store.hourlyCounts(in: day))
        } catch let error as StoreError {
            logger.warning("The availability of the last day could not be read: \(error)")
        }
        for endpoint in endpoints {
            try Task.checkCancellation()
            do {
                let history = try await ReplayedHistory.replay(endpoint, from: store, until: startedAt)
                await pipeline.adopt(history, for: endpoint.name)
            } catch let error as CancellationError {
                throw error
            } catch {
                logger.warning(
                    "The stored history of an API could not be read; it learns anew: \(error)",
                    metadata: ["api": "\(endpoint.name)"])
                let empty = ReplayedHistory(detector: AnomalyDetector(settings: endpoint.anomaly), newest: [])
                await pipeline.adopt(empty, for: endpoint.name)
            }
        }
    }
}
