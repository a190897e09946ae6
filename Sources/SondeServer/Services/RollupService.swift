import Logging
import ServiceLifecycle
import SondeCore

/// Keeps the roll-ups up to date, a minute at a time.
struct RollupService: Service {
    /// Nearly all results of a minute are stored by then; what comes later is rolled up again.
    private static let delay: Duration = .seconds(90)

    let store: any Store
    let clock: any WallClock
    let logger: Logger

    func run() async throws {
        await Repetition(interval: .seconds(60), tolerance: .seconds(5), clock: clock).run {
            try await store.rollUp(until: clock.now.advanced(by: .zero - Self.delay))
        } report: { error in
            logger.warning("Results could not be rolled up; that is tried again: \(error)")
        }
    }
}
