import SondeCore
import SondeTestSupport
import Testing

@testable import SondeServer

/// A store that was away at the start, with nothing in the spool: what it remembers of alerts is taken over when it is back.
@Suite(.timeLimit(.minutes(1))) struct RememberedAlertTests {
    private static let refused = ProbeFailure(.refused, "Connection refused by 127.0.0.1:1.")
    private let orders = Endpoint(
        name: "orders", url: "http://127.0.0.1:1/",
        alerts: [AlertRule(channel: "ops"), AlertRule(channel: "quiet", sendsResolved: false)])
    private let log = LogRecord()

    /// A pipeline that has begun without the store, and the time a minute before.
    private func kit() async throws -> (PipelineKit, Timestamp) {
        let kit = try await PipelineKit([orders], awaitsHistory: true)
        let before = kit.clock.now.advanced(by: .seconds(-60))
        await kit.clock.advance(by: .seconds(15))
        return (kit, before)
    }

    /// The store is back, and is asked again after it failed once.
    private func comeBack(_ kit: PipelineKit) async throws {
        let requests = AsyncStream.makeStream(of: HistoryService.Request.self)
        requests.continuation.yield(
            HistoryService.Request(endpoints: [orders], isUnread: true, until: await kit.pipeline.startedAt))
        requests.continuation.finish()
        let gate = Gate()
        let service = HistoryService(
            pipeline: kit.pipeline, store: kit.store, requests: requests.stream, logger: log.logger,
            waitForStore: { try await gate.pass() })
        async let running: Void = service.run()
        await gate.waitForArrival()
        gate.open()
        try await running
        #expect(log.lines.isEmpty)
    }

    private func incident(_ id: String, openedAt time: Timestamp) -> Incident {
        Incident(
            id: id, endpoint: "orders", kind: .failure, severity: .critical, openedAt: time,
            reason: "3 probes in a row failed.")
    }

    private func notice(
        _ event: AlertEvent, of incident: Incident, to channel: String = "ops", _ state: Notice.State = .sent
    ) -> Notice {
        let time = incident.openedAt
        return Notice(
            id: "\(incident.id).\(event).\(channel)", channel: channel, event: event, incident: incident,
            createdAt: time,
            dueAt: time, state: state, endedAt: state == .waiting ? nil : time)
    }

    /// What the dispatcher is given, in order, up to now.
    private func moves(_ kit: PipelineKit) async -> [AlertSignals.Move] {
        let outbox = await kit.pipeline.signals.outbox
        outbox.continuation.finish()
        var moves: [AlertSignals.Move] = []
        for await move in outbox.stream { moves.append(move) }
        return moves
    }

    /// Those of the notices that were remembered.
    private func remembered(_ kit: PipelineKit) async -> [String] {
        await moves(kit).flatMap { move -> [String] in
            if case .remembered(let notices) = move { notices.map(\.id) } else { [] }
        }
    }

    @Test func whoWasToldOfWhatIsOverByNowIsToldThat() async throws {
        let (kit, before) = try await kit()
        let lost = incident("lost", openedAt: before)
        let told = notice(.opened, of: lost)
        let waiting = notice(.opened, of: lost, to: "other", .waiting)
        try await kit.store.append(
            WriteBatch(
                incidents: [lost], notices: [told, notice(.opened, of: lost, to: "quiet"), waiting]))
        try await comeBack(kit)
        try await kit.finish()
        let notices = try await kit.store.notices(of: "lost")
        let resolved = notices.filter { $0.event == .resolved }
        #expect(resolved.map(\.channel) == ["ops"])
        #expect(resolved.first?.incident.closedAt == kit.clock.now)
        #expect(notices.first { $0.id == waiting.id }?.state == .dropped)
        #expect(try await kit.store.openIncidents().isEmpty)
        #expect(try await kit.store.timeline(of: "lost").map(\.kind) == [.closed])
        // For what the channel gave back.
        #expect(Set(await remembered(kit)) == [told.id, "lost.opened.quiet"])
    }

    @Test func whatWaitedIsTold() async throws {
        let (kit, before) = try await kit()
        var closed = incident("closed", openedAt: before)
        closed.closedAt = before.advanced(by: .seconds(30))
        let waiting = notice(.resolved, of: closed, .waiting)
        try await kit.store.append(WriteBatch(incidents: [closed], notices: [waiting]))
        try await comeBack(kit)
        try await kit.finish()
        #expect(await remembered(kit) == [waiting.id])
        #expect(try await kit.store.notices(of: "closed").map(\.state) == [.waiting])
    }

    @Test func whatHappenedMeanwhileWins() async throws {
        let (kit, before) = try await kit()
        for _ in 0..<3 { await kit.pipeline.ingest(await kit.result("orders", failure: Self.refused)) }
        let open = try #require(await kit.pipeline.status(of: "orders")?.openIncident)
        let lost = incident("lost", openedAt: before)
        try await kit.store.append(WriteBatch(incidents: [lost], notices: [notice(.opened, of: lost)]))
        await kit.writer.settle()
        let told = try await kit.store.notices(of: open.id)
        #expect(!told.isEmpty)
        try await comeBack(kit)
        #expect(await kit.pipeline.status(of: "orders")?.openIncident?.id == open.id)
        try await kit.finish()
        #expect(try await kit.store.openIncidents().map(\.id) == [open.id])
        #expect(try await kit.store.notices(of: open.id) == told)
        #expect(await remembered(kit) == ["lost.opened.ops"])
    }

    @Test func silencesHoldAgain() async throws {
        let (kit, before) = try await kit()
        for _ in 0..<3 { await kit.pipeline.ingest(await kit.result("orders", failure: Self.refused)) }
        func silence(_ id: String, at time: Timestamp) -> Silence {
            Silence(
                id: id, purpose: .silence, matcher: EndpointMatcher(exactly: "orders"),
                schedule: .once(from: time, until: nil), author: "Ada", createdAt: time)
        }
        // One of the time since the start is known better here: it was ended.
        try await kit.store.append(
            WriteBatch(silences: [silence("old", at: before), silence("new", at: kit.clock.now)]))
        try await comeBack(kit)
        #expect(await kit.pipeline.silences.map(\.id) == ["old"])
        #expect(await kit.pipeline.status(of: "orders")?.openIncident?.quiet == .silenced)
        try await kit.finish()
    }
}
