import ServiceLifecycle
import SondeCore
import SondeDetection
import SondeTestSupport
import Synchronization
import Testing

@testable import SondeServer

/// A store that is away while history is wanted from it: it is waited for, and nothing is learned anew for its sake.
@Suite(.timeLimit(.minutes(1))) struct HistoryOutageTests {
    private static let refused = ProbeFailure(.refused, "Connection refused by 127.0.0.1:1.")
    private static let away = StoreError.unavailable("PostgreSQL at sonde@db:5432/sonde cannot be reached.")
    private let orders = Endpoint(name: "orders", url: "http://127.0.0.1:1/")
    private let log = LogRecord()

    /// A pipeline before whose start so many results were stored, five minutes apart.
    private func kit(storing count: Int) async throws -> PipelineKit {
        let kit = try await PipelineKit([orders], awaitsHistory: true)
        let results = (1...max(1, count)).map { number in
            ProbeResult(
                endpoint: "orders", timestamp: kit.clock.now.advanced(by: .seconds(-300 * number)),
                responseTime: .milliseconds(100), statusCode: 200)
        }
        if count > 0 { try await kit.store.append(WriteBatch(results: results)) }
        return kit
    }

    private func service(
        _ kit: PipelineKit, _ request: HistoryService.Request, from store: (any Store)? = nil,
        waitForStore: @escaping @Sendable () async throws -> Void
    ) -> HistoryService {
        let requests = AsyncStream.makeStream(of: HistoryService.Request.self)
        requests.continuation.yield(request)
        requests.continuation.finish()
        return HistoryService(
            pipeline: kit.pipeline, store: store ?? kit.store, requests: requests.stream, logger: log.logger,
            waitForStore: waitForStore)
    }

    /// Probes that are stored at once.
    private func probe(_ kit: PipelineKit, _ count: Int, failure: ProbeFailure? = nil) async throws {
        for _ in 0..<count {
            let result = await kit.result("orders", failure: failure)
            try await kit.store.append(WriteBatch(results: [result]))
            await kit.pipeline.ingest(result)
        }
    }

    private func learning(seconds: Int) -> EndpointStatus.Learning { .learning(share: Double(seconds) / 90_000) }

    @Test func whatHappenedDuringALongOutageIsLearnedWithTheHistory() async throws {
        let kit = try await kit(storing: 40)
        let gate = Gate()
        let request = HistoryService.Request(endpoints: [orders], isUnread: true, until: kit.clock.now)
        async let running: Void = service(kit, request) { try await gate.pass() }.run()
        await gate.waitForArrival()
        // Far more than are kept beside the store.
        try await probe(kit, 300)
        gate.open()
        try await running
        let status = try #require(await kit.pipeline.status(of: "orders"))
        #expect(status.learning == learning(seconds: 40 * 300 + 299 * 15))
        #expect(status.counts24h == ProbeCounts(total: 340))
        #expect(status.recent.count == EndpointMonitor.recentCount)
        #expect(log.lines.isEmpty)
        try await kit.finish()
    }

    @Test func whatWasSavedIsReadWhenTheStoreIsBack() async throws {
        let kit = try await kit(storing: 0)
        let first = try await PipelineKit([orders])
        try await probe(first, 200)
        await first.pipeline.saveDetectors()
        try await first.finish()
        let saved = try #require(try await first.store.detectorState(of: "orders"))
        try await kit.store.append(WriteBatch(detectorStates: ["orders": saved]))
        let history = try await ReplayedHistory.replay(
            orders, isUnread: true, from: kit.store, until: kit.clock.now.advanced(by: .seconds(86_400)))
        // Its results are in another store: what is known of them comes from what was saved.
        #expect(history.detector?.learning == learning(seconds: 199 * 15))
        try await kit.finish()
    }

    @Test func aStoreThatGoesAwayMeanwhileIsWaitedFor() async throws {
        let kit = try await kit(storing: 40)
        let isAway = Mutex(true)
        let waits = Mutex(0)
        let store = GuardedStore(kit.store) { call in
            if call == .results("orders") || call == .hourlyCounts, isAway.withLock({ $0 }) { throw Self.away }
        }
        let request = HistoryService.Request(endpoints: [orders], until: kit.clock.now)
        try await service(kit, request, from: store) {
            let count = waits.withLock { waits in
                waits += 1
                return waits
            }
            if count == 4 { isAway.withLock { $0 = false } }
        }.run()
        #expect(waits.withLock { $0 } == 4)
        #expect(await kit.pipeline.status(of: "orders")?.learning == learning(seconds: 39 * 300))
        #expect(await kit.pipeline.status(of: "orders")?.counts24h.total == 40)
        #expect(log.lines.isEmpty)
        try await kit.finish()
    }

    /// A store that answers all the time and fails at one question is no outage.
    @Test func aStoreThatOnlyFailsIsNotWaitedForForEver() async throws {
        let kit = try await kit(storing: 40)
        let store = GuardedStore(kit.store) { call in
            if call == .results("orders") { throw Self.away }
        }
        let request = HistoryService.Request(endpoints: [orders], until: kit.clock.now)
        try await service(kit, request, from: store) {}.run()
        #expect(log.lines.count == 1 && log.lines[0].contains("it learns anew"))
        try await kit.finish()
    }

    @Test func aShutdownEndsTheWaiting() async throws {
        let kit = try await kit(storing: 1)
        let gate = Gate()
        let request = HistoryService.Request(endpoints: [orders], until: kit.clock.now)
        let services = RunningServices(service(kit, request) { try await gate.pass() })
        await gate.waitForArrival()
        // The gate stays shut.
        try await services.stop()
        #expect(log.lines.isEmpty)
        try await kit.finish()
    }

    /// The store knows of an incident that nobody here does: it was away at the start, and the spool was lost.
    @Test func anIncidentThatNobodyKnowsIsOver() async throws {
        let kit = try await kit(storing: 1)
        let orphan = Incident(
            id: "orphan", endpoint: "orders", kind: .failure, severity: .critical,
            openedAt: kit.clock.now.advanced(by: .seconds(-60)), reason: "3 probes in a row failed.")
        var excused = orphan
        excused.id = "excused"
        (excused.closedAt, excused.excusedAt) = (kit.clock.now, kit.clock.now)
        excused.patterns = [FaultPattern(kind: .failures, share: 0.25, extreme: 5)]
        try await kit.store.append(WriteBatch(incidents: [orphan, excused]))
        try await probe(kit, 3, failure: Self.refused)
        let open = try #require(await kit.pipeline.status(of: "orders")?.openIncident)
        let request = HistoryService.Request(endpoints: [orders], isUnread: true, until: kit.clock.now)
        try await service(kit, request) {}.run()
        #expect(await kit.pipeline.status(of: "orders")?.openIncident?.id == open.id)
        // What was called no fault raises the bar again: five in a row are told no more.
        for _ in 0..<30 { await kit.pipeline.ingest(await kit.result("orders")) }
        #expect(await kit.pipeline.status(of: "orders")?.openIncident == nil)
        try await probe(kit, 5, failure: Self.refused)
        #expect(await kit.pipeline.status(of: "orders")?.openIncident == nil)
        try await probe(kit, 1, failure: Self.refused)
        #expect(await kit.pipeline.status(of: "orders")?.openIncident != nil)
        try await kit.finish()
        #expect(try await kit.store.incident("orphan")?.isOpen == false)
        #expect(try await kit.store.incidentStates().count == 1)
    }
}
