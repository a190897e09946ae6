import Logging
import ServiceLifecycle
import SondeCore

/// Removes what is older than the retention, once after the start and then every hour.
struct RetentionService: Service {
    private static let interval: Duration = .seconds(3600)

    let store: any Store
    let retention: Duration
    let clock: any WallClock
    let logger: Logger

    func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            let cutoff = clock.now.advanced(by: .zero - retention)
            do {
                let removed = try await cancelWhenGracefulShutdown { try await store.prune(before: cutoff) }
                if removed > 0 { logger.info("\(removed) rows older than \(retention.text) were removed.") }
            } catch is CancellationError {
                return
            } catch {
                logger.warning("Old rows could not be removed: \(error)")
            }
            do {
                try await cancelWhenGracefulShutdown {
                    try await clock.sleep(until: clock.now.advanced(by: Self.interval), tolerance: .seconds(1))
                }
            } catch {
                return
            }
        }
    }
}
