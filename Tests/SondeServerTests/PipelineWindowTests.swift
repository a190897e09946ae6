import SondeCore
import SondeDetection
import SondeTestSupport
import Testing

@testable import SondeServer

/// Probes of a maintenance window, and of what is open when it begins.
@Suite(.timeLimit(.minutes(1))) struct PipelineWindowTests {
    private static let refused = ProbeFailure(.refused, "Connection refused by 127.0.0.1:1.")
    private let orders = Endpoint(
        name: "orders", url: "http://127.0.0.1:1/",
        alerts: [AlertRule(channel: "ops"), AlertRule(channel: "late", delay: .seconds(9999))])

    private func probe(_ kit: PipelineKit, _ count: Int, milliseconds: Int = 100, failure: ProbeFailure? = nil) async {
        for number in 0..<count {
            await kit.pipeline.ingest(
                await kit.result("orders", milliseconds: milliseconds + number % 7, failure: failure))
        }
    }

    private func beginWindow(_ kit: PipelineKit, minutes: Int) async {
        let now = kit.clock.now
        await kit.pipeline.add(
            Silence(
                id: "window", purpose: .maintenance, matcher: EndpointMatcher(exactly: "orders"),
                schedule: .once(from: now, until: now.advanced(by: .seconds(60 * minutes))), author: "Ada",
                createdAt: now))
    }

    @Test func whatIsWellInTheWindowIsOverAndThatIsTold() async throws {
        let kit = try await PipelineKit([orders])
        await probe(kit, 3, failure: Self.refused)
        await beginWindow(kit, minutes: 10)
        await probe(kit, 4)
        #expect(await kit.pipeline.status(of: "orders")?.openIncident != nil)
        await probe(kit, 1)
        #expect(await kit.pipeline.status(of: "orders")?.openIncident == nil)
        // Failures in the window open nothing.
        await probe(kit, 9, failure: Self.refused)
        let opened = await kit.first { if case .opened(let incident) = $0 { incident } else { nil } }
        let id = try #require(opened?.id)
        try await kit.finish()
        let notices = try await kit.store.notices(of: id)
        #expect(notices.map(\.event) == [.opened, .resolved])
        #expect(Set(notices.map(\.channel)) == ["ops"])
        #expect(try await kit.store.incident(id)?.isOpen == false)
        #expect(try await kit.store.openIncidents().isEmpty)
    }

    /// Slow answers of a window are no proof that a slow API is well, and are not learned.
    @Test func whatIsStillSlowInTheWindowIsNotOver() async throws {
        let kit = try await PipelineKit([orders])
        await probe(kit, 200)
        await probe(kit, 5, milliseconds: 900)
        let opened = try #require(await kit.pipeline.status(of: "orders")?.openIncident)
        let learning = await kit.pipeline.status(of: "orders")?.learning
        await beginWindow(kit, minutes: 60)
        await probe(kit, 20, milliseconds: 900)
        #expect(await kit.pipeline.status(of: "orders")?.openIncident?.id == opened.id)
        await probe(kit, 120)
        #expect(await kit.pipeline.status(of: "orders")?.openIncident == nil)
        #expect(await kit.pipeline.status(of: "orders")?.learning == learning)
        await kit.clock.advance(by: .seconds(3600))
        // Nothing is left of the fault after it.
        await probe(kit, 20)
        #expect(await kit.pipeline.status(of: "orders")?.openIncident == nil)
        try await kit.finish()
    }

    /// One that a person ended before its time held until then.
    @Test func theHistoryOfAnEndedWindowIsLearnedFromItsEnd() async throws {
        let kit = try await PipelineKit([orders])
        let start = kit.clock.now
        let results = (0..<100).map {
            ProbeResult(
                endpoint: "orders", timestamp: start.advanced(by: .seconds(15 * $0)), responseTime: .milliseconds(100),
                statusCode: 200)
        }
        try await kit.store.append(WriteBatch(results: results))
        func learning(_ window: Silence?) async throws -> EndpointStatus.Learning? {
            try await ReplayedHistory.replay(
                orders, windows: window.map { [$0] } ?? [], from: kit.store,
                until: start.advanced(by: .seconds(15 * 100))
            ).detector?.learning
        }
        var window = Silence(
            id: "window", purpose: .maintenance, matcher: EndpointMatcher(),
            schedule: .once(from: start, until: start.advanced(by: .seconds(15 * 80))), createdAt: start)
        #expect(try await learning(nil) == .learning(share: Double(99 * 15) / 90_000))
        #expect(try await learning(window) == .learning(share: Double(19 * 15) / 90_000))
        window.endedAt = start.advanced(by: .seconds(15 * 30))
        #expect(try await learning(window) == .learning(share: Double(69 * 15) / 90_000))
        try await kit.finish()
    }

    // MARK: Acknowledging

    @Test func whoAcknowledgesSecondLearnsWhoWasFirst() async throws {
        let kit = try await PipelineKit([orders])
        await probe(kit, 3, failure: Self.refused)
        let id = try #require(await kit.pipeline.status(of: "orders")?.openIncident?.id)
        let time = kit.clock.now
        let first = try #require(await kit.pipeline.acknowledge(id, by: "Ada"))
        #expect(!first.wasAcknowledged)
        await kit.clock.advance(by: .seconds(60))
        let second = try #require(await kit.pipeline.acknowledge(id, by: "Bob"))
        #expect(second.wasAcknowledged)
        #expect(second.incident.acknowledgement == Incident.Acknowledgement(at: time, by: "Ada"))
        #expect(await kit.pipeline.acknowledge("nothing", by: "Ada") == nil)
        try await kit.finish()
    }
}
