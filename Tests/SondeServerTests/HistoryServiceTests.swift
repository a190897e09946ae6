import Foundation
import ServiceLifecycle
import SondeCore
import SondeDetection
import SondeSQLite
import SondeTestSupport
import Testing

@testable import SondeServer

/// The stored history of a real database file, replayed at the start and after a reload.
@Suite(.timeLimit(.minutes(1))) struct HistoryServiceTests {
    private static let refused = ProbeFailure(.refused, "Connection refused by 127.0.0.1:1.")
    private let orders = Endpoint(name: "orders", url: "http://127.0.0.1:1/")
    private let invoices = Endpoint(name: "invoices", url: "http://127.0.0.1:1/invoices")
    private let log = LogRecord()

    /// A pipeline before whose start these results were stored, `step` apart, the newest one step before it.
    private func kit(
        storing histories: [String: [ProbeFailure?]], step: Duration = .seconds(300)
    ) async throws -> PipelineKit {
        let kit = try await PipelineKit([orders, invoices], awaitsHistory: true)
        for (endpoint, outcomes) in histories {
            var time = kit.clock.now
            var results: [ProbeResult] = []
            for (number, failure) in outcomes.enumerated().reversed() {
                time = time.advanced(by: .zero - step)
                results.append(
                    ProbeResult(
                        endpoint: endpoint, timestamp: time,
                        responseTime: failure == nil ? .milliseconds(number + 1) : nil,
                        statusCode: failure == nil ? 200 : nil, failure: failure))
            }
            try await kit.store.append(WriteBatch(results: results))
        }
        return kit
    }

    /// Replays as the service does; returns when it is done.
    private func isLearned(_ status: EndpointStatus) -> Bool {
        if case .learned = status.learning { true } else { false }
    }

    /// What is learned after so many probes, 15 s apart: their share of 25 hours.
    private func learning(after probes: Int) -> EndpointStatus.Learning { learning(seconds: max(0, probes - 1) * 15) }

    private func learning(seconds: Int) -> EndpointStatus.Learning { .learning(share: Double(seconds) / 90_000) }

    private func replay(_ kit: PipelineKit, from store: (any Store)? = nil, _ endpoints: [Endpoint]? = nil)
        async throws
    {
        let requests = AsyncStream.makeStream(of: HistoryService.Request.self)
        requests.continuation.yield(
            HistoryService.Request(endpoints: endpoints ?? [orders, invoices], until: kit.clock.now))
        requests.continuation.finish()
        try await HistoryService(
            pipeline: kit.pipeline, store: store ?? kit.store, requests: requests.stream, logger: log.logger
        ).run()
    }

    /// Holds up the first reading of `orders` until the gate opens.
    private func held(_ store: any Store, at gate: Gate) -> GuardedStore {
        GuardedStore(store) { call in
            if call == .results("orders") { try await gate.pass() }
        }
    }

    @Test func theHistoryOfDaysIsLearned() async throws {
        // Three days, of which the last hour ended in two failures.
        let outcomes: [ProbeFailure?] = Array(repeating: nil, count: 862) + [Self.refused, Self.refused]
        let kit = try await kit(storing: ["orders": outcomes])
        try await replay(kit)
        let status = try #require(await kit.pipeline.status(of: "orders"))
        #expect(isLearned(status))
        #expect(status.counts24h == ProbeCounts(total: 288, failures: 2))
        #expect(status.recent == (805...862).map { Float($0) } + [nil, nil])
        #expect(status.state == .down)
        let other = try #require(await kit.pipeline.status(of: "invoices"))
        #expect(other.learning == learning(after: 0))
        #expect(other.state == .pending && other.recent.isEmpty && other.counts24h == ProbeCounts())
        #expect(log.lines.isEmpty)
        try await kit.finish()
    }

    @Test func aReplayedDetectorJudgesLikeOneThatNeverStopped() async throws {
        let kit = try await kit(storing: ["orders": Array(repeating: nil, count: 500)], step: .seconds(3600))
        try await replay(kit)
        // 500 hours are 20 days; those older than the window of 7 days are not read.
        let status = try #require(await kit.pipeline.status(of: "orders"))
        #expect(isLearned(status))
        await kit.pipeline.ingest(await kit.result("orders", milliseconds: 60_000))
        let verdict = try #require(await kit.pipeline.status(of: "orders")?.lastVerdict)
        #expect(verdict.score != nil)
        try await kit.finish()
        let week = kit.clock.now.advanced(by: .seconds(-15))
        let rows = try await kit.store.results(
            for: "orders", in: week.advanced(by: .seconds(-7 * 86_400))..<week, limit: 999)
        var expected = AnomalyDetector(orders)
        for row in rows { _ = expected.judge(row) }
        let live = try await kit.store.results(
            for: "orders", in: week..<Timestamp(microseconds: .max), limit: 9)
        #expect(live.count == 1 && rows.count == 168)
        #expect(expected.judge(try #require(live.first)).score == verdict.score)
    }

    @Test func resultsDuringTheReplayAreLearnedToo() async throws {
        let kit = try await kit(storing: ["orders": Array(repeating: nil, count: 40)])
        let gate = Gate()
        async let replayed: Void = replay(kit, from: held(kit.store, at: gate), [orders])
        await gate.waitForArrival()
        for number in 0..<15 { await kit.pipeline.ingest(await kit.result("orders", milliseconds: 201 + number)) }
        #expect(await kit.pipeline.status(of: "orders")?.learning == learning(after: 15))
        gate.open()
        try await replayed
        let status = try #require(await kit.pipeline.status(of: "orders"))
        #expect(status.learning == learning(seconds: 39 * 300 + 300 + 14 * 15))
        #expect(status.recent == (Array(1...40) + Array(201...215)).map { Float($0) })
        #expect(status.counts24h == ProbeCounts(total: 55))
        #expect(status.last?.responseTime == .milliseconds(215))
        // The next ones count on from there.
        for _ in 0..<5 { await kit.pipeline.ingest(await kit.result("orders")) }
        #expect(
            await kit.pipeline.status(of: "orders")?.learning == learning(seconds: 39 * 300 + 300 + 19 * 15))
        try await kit.finish()
    }

    @Test func anUnreadableHistoryIsAWarningAndAnEmptyDetector() async throws {
        let kit = try await kit(storing: ["orders": Array(repeating: nil, count: 100), "invoices": [nil, nil]])
        let gate = Gate()
        let store = GuardedStore(kit.store) { call in
            guard call == .results("orders") else { return }
            try await gate.pass()
            throw StoreError.unusable("The database test.db is damaged; restore it from a backup.")
        }
        async let replayed: Void = replay(kit, from: store)
        await gate.waitForArrival()
        for _ in 0..<3 { await kit.pipeline.ingest(await kit.result("orders")) }
        gate.open()
        try await replayed
        #expect(
            log.lines == [
                "warning: The stored history of an API could not be read; it learns anew: "
                    + "The database test.db is damaged; restore it from a backup. api=orders"
            ])
        let status = try #require(await kit.pipeline.status(of: "orders"))
        #expect(status.learning == learning(after: 3))
        #expect(status.recent.count == 3)
        // The others are not affected, and learning goes on.
        #expect(await kit.pipeline.status(of: "invoices")?.learning == learning(seconds: 300))
        for _ in 0..<57 { await kit.pipeline.ingest(await kit.result("orders")) }
        #expect(await kit.pipeline.status(of: "orders")?.learning == learning(after: 60))
        try await kit.finish()
    }

    @Test func withoutCountsTheHistoryIsLearnedAllTheSame() async throws {
        let kit = try await kit(storing: ["orders": [nil, nil]])
        let store = GuardedStore(kit.store) { call in
            if call == .hourlyCounts { throw StoreError.unavailable("The disk is gone.") }
        }
        try await replay(kit, from: store)
        #expect(log.lines == ["warning: The availability of the last day could not be read: The disk is gone."])
        let status = try #require(await kit.pipeline.status(of: "orders"))
        #expect(status.learning == learning(seconds: 300))
        #expect(status.counts24h == ProbeCounts())
        try await kit.finish()
    }

    @Test func aReloadDuringTheReplay() async throws {
        let kit = try await kit(
            storing: ["orders": Array(repeating: nil, count: 100), "invoices": Array(repeating: nil, count: 100)])
        let gate = Gate()
        async let replayed: Void = replay(kit, from: held(kit.store, at: gate))
        await gate.waitForArrival()
        await kit.pipeline.ingest(await kit.result("orders"))
        var moved = orders
        moved.url = "http://127.0.0.1:2/"
        var slower = invoices
        slower.interval = .seconds(60)
        await kit.pipeline.update([moved, slower], awaitsHistory: true)
        gate.open()
        try await replayed
        // Another target: neither the stored history nor the probe of the old target is learned.
        let status = try #require(await kit.pipeline.status(of: "orders"))
        #expect(status.learning == learning(after: 0))
        #expect(status.recent == [100])
        await kit.pipeline.ingest(await kit.result("orders"))
        #expect(await kit.pipeline.status(of: "orders")?.learning == learning(after: 1))
        // The same target probed less often: its history counts.
        #expect(await kit.pipeline.status(of: "invoices")?.learning == learning(seconds: 99 * 300))
        try await kit.finish()
    }

    @Test func anEndpointRemovedDuringTheReplayDoesNotComeBack() async throws {
        let kit = try await kit(storing: ["orders": Array(repeating: nil, count: 100)])
        let gate = Gate()
        async let replayed: Void = replay(kit, from: held(kit.store, at: gate))
        await gate.waitForArrival()
        await kit.pipeline.update([invoices], awaitsHistory: true)
        gate.open()
        try await replayed
        #expect(await kit.pipeline.statuses().map(\.name) == ["invoices"])
        try await kit.finish()
    }

    @Test func aShutdownEndsTheReplay() async throws {
        let kit = try await kit(storing: ["orders": [nil]])
        let gate = Gate()
        let requests = AsyncStream.makeStream(of: HistoryService.Request.self)
        requests.continuation.yield(HistoryService.Request(endpoints: [orders], until: kit.clock.now))
        let services = RunningServices(
            HistoryService(
                pipeline: kit.pipeline, store: held(kit.store, at: gate), requests: requests.stream,
                logger: log.logger))
        await gate.waitForArrival()
        // The gate stays shut.
        try await services.stop()
        #expect(await kit.pipeline.status(of: "orders")?.recent.isEmpty == true)
        #expect(log.lines.isEmpty)
        try await kit.finish()
    }
}
