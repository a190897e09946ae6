import Logging
import ServiceLifecycle
import SondeCore

/// Removes what is older than the retention, once after the start and then every hour.
struct RetentionService: Service {
    let store: any Store
    let retention: Duration
    let clock: any WallClock
    let logger: Logger

    func run() async throws {
        await Repetition(interval: .seconds(3600), tolerance: .seconds(1), clock: clock).run {
            let removed = try await store.prune(before: clock.now.advanced(by: .zero - retention))
            if removed > 0 { logger.info("\(removed) rows older than \(retention.text) were removed.") }
        } report: { error in
            logger.warning("Old rows could not be removed: \(error)")
        }
    }
}
