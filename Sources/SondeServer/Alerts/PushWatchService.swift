import ServiceLifecycle
import SondeCore

/// Notices that push endpoints have fallen silent.
struct PushWatchService: Service {
    /// Endpoints come and go with reloads.
    private static let longestPause: Duration = .seconds(15)

    let pipeline: Pipeline
    let clock: any WallClock

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    let latest = clock.now.advanced(by: Self.longestPause)
                    let next = await pipeline.noteSilence() ?? latest
                    try await clock.sleep(until: min(next, latest), tolerance: .milliseconds(500))
                }
            }
        } catch is CancellationError {
            return
        }
    }
}
