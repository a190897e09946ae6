import Logging
import ServiceLifecycle
import SondeCore

/// Keeps the roll-ups up to date, a minute at a time.
struct RollupService: Service {
    private static let interval: Duration = .seconds(60)
    /// Nearly all results of a minute are stored by then; what comes later is rolled up again.
    private static let delay: Duration = .seconds(90)

    let store: any Store
    let clock: any WallClock
    let logger: Logger

    func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                try await cancelWhenGracefulShutdown {
                    try await store.rollUp(until: clock.now.advanced(by: .zero - Self.delay))
                }
            } catch is CancellationError {
                return
            } catch {
                logger.warning("Results could not be rolled up; that is tried again: \(error)")
            }
            do {
                try await cancelWhenGracefulShutdown {
                    try await clock.sleep(until: clock.now.advanced(by: Self.interval), tolerance: .seconds(5))
                }
            } catch {
                return
            }
        }
    }
}
