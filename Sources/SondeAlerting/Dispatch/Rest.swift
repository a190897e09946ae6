import SondeCore

/// Rests until a time has come or until something has happened, for one task.
struct Rest: Sendable {
    let clock: any WallClock
    private let wakes = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    init(clock: any WallClock) {
        self.clock = clock
    }

    /// Something has happened: a rest ends, or the next one does not begin.
    func wake() { wakes.continuation.yield() }

    /// No rest begins any more.
    func end() { wakes.continuation.finish() }

    /// Returns also when the task is cancelled.
    ///
    /// - Parameter time: Nil to wait for what happens alone.
    func rest(until time: Timestamp?) async {
        let sleeper = time.map { time in
            Task {
                try await clock.sleep(until: time, tolerance: .milliseconds(10))
                wake()
            }
        }
        for await _ in wakes.stream { break }
        sleeper?.cancel()
    }
}
