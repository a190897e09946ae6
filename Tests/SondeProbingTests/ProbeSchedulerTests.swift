import SondeCore
import SondeProbing
import SondeTestSupport
import Synchronization
import Testing

/// A scheduler on a manual clock that probes a real server, and what it delivered.
private final class Rig: Sendable {
    let clock = ManualClock()
    let kit: ProbeKit
    let server: FaultyServer
    let scheduler: ProbeScheduler
    let delivered: AsyncStream<ProbeResult>
    private let running: Mutex<Task<Void, any Error>?>

    init(concurrency: Int = 256, respond: @escaping @Sendable (FaultyServer.Request) async -> FaultyServer.Response)
        async throws
    {
        kit = ProbeKit(clock: clock)
        server = try await FaultyServer.start(respond: respond)
        let (stream, continuation) = AsyncStream.makeStream(of: ProbeResult.self)
        delivered = stream
        scheduler = ProbeScheduler(prober: kit.prober, clock: clock, concurrency: concurrency) { result in
            continuation.yield(result)
        }
        running = Mutex(nil)
    }

    func endpoint(_ name: String, every interval: Duration = .seconds(15), path: String = "/") -> Endpoint {
        Endpoint(name: name, url: server.url + path, interval: interval)
    }

    func start(_ endpoints: [Endpoint]) async throws {
        await scheduler.update(endpoints)
        let task = Task { [scheduler] in try await scheduler.run() }
        running.withLock { $0 = task }
        try await clock.waitForSleepers(1)
    }

    /// The next result, once its endpoint may be probed again: the scheduler delivers before it frees the place.
    func next() async -> ProbeResult? {
        for await result in delivered {
            while await scheduler.active > 0 { await Task.yield() }
            return result
        }
        return nil
    }

    func stop() async throws {
        let task = running.withLock { $0 }
        task?.cancel()
        try await task?.value
        await server.stop()
    }
}

@Suite(.timeLimit(.minutes(1))) struct ProbeSchedulerTests {
    @Test func probesAtItsTurnsWithoutDrift() async throws {
        let rig = try await Rig { _ in .ok }
        try await rig.start([rig.endpoint("orders")])
        let turns = ProbeTurns(name: "orders", interval: .seconds(15))
        var expected = turns.next(after: rig.clock.now)
        for _ in 0..<5 {
            try await rig.clock.waitForSleepers(1)
            await rig.clock.advance(by: rig.clock.now.duration(to: expected))
            let result = try #require(await rig.next())
            #expect(result.timestamp == expected)
            #expect(result.scheduleLag == .zero)
            expected = expected.advanced(by: .seconds(15))
        }
        #expect(await rig.scheduler.skippedTurns == 0)
        try await rig.stop()
    }

    @Test func neverProbesAnEndpointTwiceAtOnce() async throws {
        let release = AsyncStream.makeStream(of: Void.self)
        let rig = try await Rig { _ in
            for await _ in release.stream { break }
            return .ok
        }
        try await rig.start([rig.endpoint("slow", every: .seconds(1))])
        await rig.clock.advance(by: .seconds(1))
        try await rig.server.waitForRequests(1)
        for _ in 0..<3 {
            try await rig.clock.waitForSleepers(1)
            await rig.clock.advance(by: .seconds(1))
        }
        try await rig.clock.waitForSleepers(1)
        #expect(rig.server.requestCount == 1)
        #expect(await rig.scheduler.skippedTurns == 3)
        release.continuation.yield()
        _ = await rig.next()
        try await rig.clock.waitForSleepers(1)
        await rig.clock.advance(by: .seconds(1))
        try await rig.server.waitForRequests(2)
        release.continuation.finish()
        try await rig.stop()
    }

    @Test func waitsForAFreePlaceAndMeasuresTheLag() async throws {
        let release = AsyncStream.makeStream(of: Void.self)
        let rig = try await Rig(concurrency: 1) { request in
            guard request.path == "/first" else { return .ok }
            for await _ in release.stream { break }
            return .ok
        }
        // Two turns in a known order within the same hour.
        let (early, late) = ("a", "b")
        let hour: Duration = .seconds(3600)
        let dueA = ProbeTurns(name: early, interval: hour).next(after: rig.clock.now)
        let dueB = ProbeTurns(name: late, interval: hour).next(after: rig.clock.now)
        let (first, second) = dueA < dueB ? (early, late) : (late, early)
        try await rig.start([
            rig.endpoint(first, every: hour, path: "/first"), rig.endpoint(second, every: hour, path: "/second"),
        ])
        var results = rig.delivered.makeAsyncIterator()
        await rig.clock.advance(by: rig.clock.now.duration(to: min(dueA, dueB)))
        try await rig.server.waitForRequests(1)
        try await rig.clock.waitForSleepers(1)
        await rig.clock.advance(by: rig.clock.now.duration(to: max(dueA, dueB)).advanced(by: .seconds(2)))
        #expect(rig.server.requestCount == 1)
        release.continuation.yield()
        _ = await results.next()
        let waited = try #require(await results.next())
        #expect(waited.endpoint == second)
        #expect(waited.scheduleLag == .seconds(2))
        release.continuation.finish()
        try await rig.stop()
    }

    @Test func aReloadKeepsTurnsAndDropsEndpoints() async throws {
        let rig = try await Rig { _ in .ok }
        try await rig.start([rig.endpoint("kept"), rig.endpoint("dropped")])
        await rig.scheduler.update([rig.endpoint("kept", path: "/changed"), rig.endpoint("new")])
        try await rig.clock.waitForSleepers(1)
        await rig.clock.advance(by: .seconds(15))
        var results = rig.delivered.makeAsyncIterator()
        let names = Set([try #require(await results.next()).endpoint, try #require(await results.next()).endpoint])
        #expect(names == ["kept", "new"])
        #expect(Set(rig.server.requests.map(\.path)) == ["/changed", "/"])
        try await rig.stop()
    }

    @Test func disabledEndpointsAreNotProbed() async throws {
        let rig = try await Rig { _ in .ok }
        var disabled = rig.endpoint("disabled")
        disabled.enabled = false
        try await rig.start([disabled, rig.endpoint("enabled")])
        await rig.clock.advance(by: .seconds(15))
        var results = rig.delivered.makeAsyncIterator()
        #expect(await results.next()?.endpoint == "enabled")
        #expect(rig.server.requestCount == 1)
        try await rig.stop()
    }

    @Test func afterASuspensionTurnsAreNotMadeUpFor() async throws {
        let rig = try await Rig { _ in .ok }
        try await rig.start([rig.endpoint("orders")])
        let turns = ProbeTurns(name: "orders", interval: .seconds(15))
        let first = turns.next(after: rig.clock.now)
        rig.clock.jump(by: .seconds(3600))
        await rig.clock.advance(by: .seconds(15))
        _ = await rig.next()
        #expect(rig.server.requestCount == 1)
        // Every turn from the first up to the present one, of which one was probed.
        let turnsPassed = Int(first.duration(to: rig.clock.now) / .seconds(15)) + 1
        #expect(await rig.scheduler.skippedTurns == turnsPassed - 1)
        // From then on one probe a turn, on the old grid, and no turn falls out any more.
        for _ in 0..<3 {
            try await rig.clock.waitForSleepers(1)
            let next = turns.next(after: rig.clock.now)
            await rig.clock.advance(by: rig.clock.now.duration(to: next))
            let result = try #require(await rig.next())
            #expect(result.timestamp == next)
            #expect(result.scheduleLag == .zero)
        }
        #expect(rig.server.requestCount == 4)
        #expect(await rig.scheduler.skippedTurns == turnsPassed - 1)
        try await rig.stop()
    }

    @Test func aSuspensionDuringAProbeCountsTheTurnsOnce() async throws {
        let release = AsyncStream.makeStream(of: Void.self)
        let rig = try await Rig { _ in
            for await _ in release.stream { break }
            return .ok
        }
        try await rig.start([rig.endpoint("orders")])
        let turns = ProbeTurns(name: "orders", interval: .seconds(15))
        let first = turns.next(after: rig.clock.now)
        await rig.clock.advance(by: rig.clock.now.duration(to: first))
        try await rig.server.waitForRequests(1)
        try await rig.clock.waitForSleepers(1)
        rig.clock.jump(by: .seconds(600))
        await rig.clock.advance(by: .seconds(15))
        try await rig.clock.waitForSleepers(1)
        // 40 turns were slept through and one came while the probe was still under way.
        #expect(await rig.scheduler.skippedTurns == 41)
        #expect(rig.server.requestCount == 1)
        release.continuation.finish()
        _ = await rig.next()
        try await rig.stop()
    }

    @Test func aClockSetBackDoesNotStopProbing() async throws {
        let rig = try await Rig { _ in .ok }
        try await rig.start([rig.endpoint("orders")])
        rig.clock.jump(by: .seconds(-86_400))
        // The scheduler looks at the clock at least once a minute.
        for _ in 0..<5 {
            try await rig.clock.waitForSleepers(1)
            await rig.clock.advance(by: .seconds(15))
        }
        try await rig.server.waitForRequests(1)
        try await rig.stop()
    }

    @Test func aClockSetBackStartsTheTurnsAnewOnTheSameGrid() async throws {
        let rig = try await Rig { _ in .ok }
        try await rig.start([rig.endpoint("orders")])
        let turns = ProbeTurns(name: "orders", interval: .seconds(15))
        await rig.clock.advance(by: rig.clock.now.duration(to: turns.next(after: rig.clock.now)))
        _ = await rig.next()
        try await rig.clock.waitForSleepers(1)
        rig.clock.jump(by: .seconds(-3600))
        // Woken at the turn that the old time promised, it sees the new one.
        await rig.clock.advance(by: .seconds(15))
        for _ in 0..<3 {
            try await rig.clock.waitForSleepers(1)
            let next = turns.next(after: rig.clock.now)
            await rig.clock.advance(by: rig.clock.now.duration(to: next))
            let result = try #require(await rig.next())
            #expect(result.timestamp == next)
        }
        #expect(rig.server.requestCount == 4)
        #expect(await rig.scheduler.skippedTurns == 0)
        try await rig.stop()
    }

    @Test func aClockSetBackByLessThanASecondRepeatsNoTurn() async throws {
        let rig = try await Rig { _ in .ok }
        try await rig.start([rig.endpoint("orders")])
        let turns = ProbeTurns(name: "orders", interval: .seconds(15))
        let first = turns.next(after: rig.clock.now)
        await rig.clock.advance(by: rig.clock.now.duration(to: first))
        _ = await rig.next()
        try await rig.clock.waitForSleepers(1)
        rig.clock.jump(by: .milliseconds(-500))
        // A reload has it look at the clock. The turn comes a second time, and is not probed again.
        await rig.scheduler.update([rig.endpoint("orders")])
        try await rig.clock.waitForSleepers(1)
        await rig.clock.advance(by: .milliseconds(15_500))
        #expect(try #require(await rig.next()).timestamp == first.advanced(by: .seconds(15)))
        #expect(rig.server.requestCount == 2)
        #expect(await rig.scheduler.skippedTurns == 0)
        try await rig.stop()
    }

    @Test func stoppingFinishesProbesUnderWay() async throws {
        let release = AsyncStream.makeStream(of: Void.self)
        let rig = try await Rig { _ in
            for await _ in release.stream { break }
            return .ok
        }
        try await rig.start([rig.endpoint("orders")])
        await rig.clock.advance(by: .seconds(15))
        try await rig.server.waitForRequests(1)
        async let stopped: Void = rig.stop()
        release.continuation.yield()
        var results = rig.delivered.makeAsyncIterator()
        #expect(await results.next()?.success == true)
        release.continuation.finish()
        try await stopped
    }
}

extension Duration {
    fileprivate func advanced(by other: Duration) -> Duration { self + other }
}
