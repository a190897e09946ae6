import ServiceLifecycle
package import SondeCore

/// Probes every endpoint at its turns, never the same one twice at once, and never more than `concurrency` at a time.
///
/// A turn that finds no free place waits for one, and its lag is measured; a turn whose endpoint is still being
/// probed is skipped and counted.
package actor ProbeScheduler: Service {
    private let prober: any Prober
    private let clock: any WallClock
    private let concurrency: Int
    private let deliver: @Sendable (ProbeResult) async -> Void
    private var queue = TurnQueue()
    private var probes: [String: Task<Void, Never>] = [:]
    private var sleeper: Task<Void, Never>?
    private var lastSeen: Timestamp
    private var isStopping = false
    private var isDiscarding = false

    /// - Parameter deliver: Takes each result; the probe's place is free again when it returns.
    package init(
        prober: any Prober, clock: any WallClock, concurrency: Int = 256,
        deliver: @escaping @Sendable (ProbeResult) async -> Void
    ) {
        self.prober = prober
        self.clock = clock
        self.concurrency = concurrency
        self.deliver = deliver
        lastSeen = clock.now
    }

    /// Takes over a new set of endpoints; probes under way are finished.
    package func update(_ endpoints: [Endpoint]) {
        queue.update(endpoints, now: clock.now)
        wake()
    }

    /// Turns that fell out so far.
    package var skippedTurns: Int { queue.skippedTurns }

    /// Probes under way.
    package var active: Int { probes.count }

    /// Starts probes at their turns until graceful shutdown or cancellation, then waits for those under way. Who
    /// wants to end those too calls `discard()` and stops the prober.
    package func run() async throws {
        await withGracefulShutdownHandler {
            await withTaskCancellationHandler {
                await loop()
                await drain()
            } onCancel: {
                Task { await self.stop() }
            }
        } onGracefulShutdown: {
            Task { await self.stop() }
        }
    }

    /// Results that arrive from now on are thrown away: they tell of Sonde's end and not of their targets.
    package func discard() {
        isDiscarding = true
    }

    private func stop() {
        isStopping = true
        wake()
    }

    private func wake() {
        sleeper?.cancel()
    }

    private func loop() async {
        while !isStopping {
            let now = clock.now
            if lastSeen.duration(to: now) < .seconds(-1) { queue.realign(to: now) }
            lastSeen = now
            let free = concurrency - probes.count
            for turn in queue.takeDue(at: now, limit: free) { start(turn) }
            if probes.count >= concurrency {
                await sleep(until: nil)
            } else {
                await sleep(until: queue.nextDue())
            }
        }
    }

    /// Sleeps until `deadline`, for ever when it is nil, or until `wake()`.
    private func sleep(until deadline: Timestamp?) async {
        // A clock set back is noticed within this time.
        let longest = clock.now.advanced(by: .seconds(60))
        let deadline = Swift.min(deadline ?? longest, longest)
        let task = Task { [clock] in
            do { try await clock.sleep(until: deadline, tolerance: nil) } catch { return }
        }
        sleeper = task
        await task.value
    }

    private func start(_ turn: TurnQueue.Turn) {
        probes[turn.endpoint.name] = Task {
            let result = await prober.probe(turn.endpoint, due: turn.due)
            if !isDiscarding { await deliver(result) }
            finished(turn.endpoint.name)
        }
    }

    private func finished(_ name: String) {
        let wasFull = probes.count >= concurrency
        probes[name] = nil
        queue.finished(name)
        if wasFull { wake() }
    }

    private func drain() async {
        while let probe = probes.values.first { await probe.value }
    }
}
