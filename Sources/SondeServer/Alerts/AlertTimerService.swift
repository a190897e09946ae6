import ServiceLifecycle
import SondeCore

/// Wakes the pipeline when something is due by time alone: a reminder, a digest, the end of a silence.
struct AlertTimerService: Service {
    /// However soon the next deadline is: nothing is told sooner for it.
    private static let leastPause: Duration = .milliseconds(50)

    let pipeline: Pipeline
    let clock: any WallClock

    func run() async throws {
        let deadlines = pipeline.signals.deadlines
        var timer: Task<Void, Never>?
        for await _ in deadlines.stream.cancelOnGracefulShutdown() {
            timer?.cancel()
            guard let deadline = await pipeline.alertDeadline else { continue }
            let wake = max(deadline, clock.now.advanced(by: Self.leastPause))
            timer = Task {
                guard (try? await clock.sleep(until: wake, tolerance: Self.leastPause)) != nil else { return }
                await pipeline.advanceAlerts()
                deadlines.continuation.yield()
            }
        }
        timer?.cancel()
    }
}
