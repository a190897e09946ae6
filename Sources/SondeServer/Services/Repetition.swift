import ServiceLifecycle
import SondeCore

/// Does something at once and then again and again, until the group shuts down.
struct Repetition {
    let interval: Duration
    /// How late it may be.
    let tolerance: Duration
    let clock: any WallClock

    /// - Parameters:
    ///   - body: Is cancelled by the shutdown.
    ///   - report: Takes what else `body` throws, after which it goes on.
    func run(_ body: @escaping @Sendable () async throws -> Void, report: (any Error) -> Void) async {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                try await cancelWhenGracefulShutdown { try await body() }
            } catch is CancellationError {
                return
            } catch {
                report(error)
            }
            do {
                try await cancelWhenGracefulShutdown {
                    try await clock.sleep(until: clock.now.advanced(by: interval), tolerance: tolerance)
                }
            } catch {
                return
            }
        }
    }
}
