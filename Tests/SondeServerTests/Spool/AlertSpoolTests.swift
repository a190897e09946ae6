import SondeCore
import SondeSQLite
import SondeTestSupport
import Testing

@testable import SondeServer

/// Who is told of incidents while the store is away, refuses, or comes back: nobody is forgotten, nothing old wins.
@Suite(.timeLimit(.minutes(1))) struct AlertSpoolTests {
    private static let refusal = StoreError.unavailable(
        "PostgreSQL at sonde@db:5432/sonde reports: no such day (22008).")
    private static let everything = WriteBatch(
        incidents: [SpoolKit.incident()],
        timeline: [TimelineEntry(incident: "orders-1", at: SpoolKit.start, kind: .opened, text: "refused")],
        notices: [SpoolKit.notice(), SpoolKit.notice("orders-1.told", .sent)], silences: [SpoolKit.silence("s")])

    private static func conformances() -> [StoreConformance] {
        StoreConformance.alerts + StoreConformance.alertQueries + StoreConformance.alertRetention
    }

    @Test(arguments: conformances())
    func conforms(_ check: StoreConformance) async throws {
        let kit = try await SpoolKit()
        try await check.run(kit.store)
        _ = try await kit.stop()
    }

    /// All of it through the spool, coded and decoded.
    @Test func everythingComesOverAfterAnOutage() async throws {
        let kit = try await SpoolKit(fault: ScriptedStore.away)
        try await kit.store.append(StoreConformance.everyAlert)
        #expect(kit.spool.status.rows == StoreConformance.everyAlert.rowCount)
        try await kit.comeBack()
        try await StoreConformance.expectEveryAlert(in: kit.store)
        _ = try await kit.stop()
    }

    @Test func whatIsKnownAtAStartWithoutTheStore() async throws {
        let kit = try await SpoolKit()
        try await kit.store.append(Self.everything)
        let next = try await SpoolKit(in: try await kit.stop(), fault: ScriptedStore.away)
        #expect(try await next.store.notices(since: SpoolKit.start) == Self.everything.notices)
        #expect(try await next.store.silences() == Self.everything.silences)
        await #expect(throws: ScriptedStore.away) { try await next.store.timeline(of: "orders-1") }
        await #expect(throws: ScriptedStore.away) { try await next.store.notices(of: "orders-1") }
        await #expect(throws: ScriptedStore.away) { try await next.store.notices(in: nil, limit: 1) }
        _ = try await next.stop()
    }

    /// What was stored by another Sonde, or before there was a spool, is taken over at the start.
    @Test func theStoreTellsTheMirror() async throws {
        var (group, member) = (SpoolKit.incident(), SpoolKit.incident(closed: true))
        group.id = "group"
        group.scope = .host
        group.closedAt = SpoolKit.start.advanced(by: .seconds(70))
        member.parent = "group"
        var notice = SpoolKit.notice("group.resolved")
        notice.incident = group
        let batch = WriteBatch(incidents: [group, member], notices: [notice], silences: [SpoolKit.silence("s")])
        let kit = try await SpoolKit { try await $0.base.append(batch) }
        let next = try await SpoolKit(in: try await kit.stop(), fault: ScriptedStore.away)
        #expect(try await next.store.notices(since: SpoolKit.start) == [notice])
        #expect(try await next.store.silences().map(\.id) == ["s"])
        #expect(try await next.store.members(of: "group") == [member])
        await #expect(throws: ScriptedStore.away) { try await next.store.members(of: "another") }
        _ = try await next.stop()
    }

    /// Rows that wait are newer than what the store knows.
    @Test func whatWaitsCountsBeforeWhatIsStored() async throws {
        let kit = try await SpoolKit()
        try await kit.store.append(Self.everything)
        kit.base.set(fault: ScriptedStore.away)
        try await kit.store.append(
            WriteBatch(
                incidents: [SpoolKit.incident(closed: true)],
                notices: [SpoolKit.notice(attempts: 1), SpoolKit.notice(attempts: 2)],
                silences: [SpoolKit.silence("s", isEnded: true)]))
        #expect(try await kit.store.notices(since: SpoolKit.start).map(\.attempts) == [2])
        #expect(try await kit.store.silences().isEmpty)
        try await kit.comeBack()
        #expect(try await kit.base.notices(of: "orders-1").map(\.attempts) == [2, 0])
        #expect(try await kit.base.silences().isEmpty)
        #expect(try await kit.base.timeline(of: "orders-1") == Self.everything.timeline)
        _ = try await kit.stop()
    }

    // MARK: Refused

    /// What was refused as it began, and taken as it ended, has ended.
    @Test func whatWasRefusedComesNotBeforeWhatIsNewer() async throws {
        let kit = try await SpoolKit(fault: ScriptedStore.away)
        var batch = Self.everything
        batch.results = [SpoolKit.row(0)]
        try await kit.store.append(batch)
        try await kit.store.append(SpoolKit.rows(1..<2))
        kit.base.answer { $0.notices.isEmpty && $0.silences.isEmpty ? .takes : .refuses(Self.refusal) }
        try await kit.comeBack()
        #expect(kit.spool.status.setAsideRows == 3)
        #expect(try await kit.base.timeline(of: "orders-1").count == 1)
        kit.base.answer { _ in .takes }
        try await kit.store.append(
            WriteBatch(
                notices: [SpoolKit.notice("orders-1.opened", .sent, attempts: 4)],
                silences: [SpoolKit.silence("s", isEnded: true)]))
        let next = try await SpoolKit(in: try await kit.stop())
        try await next.store.waitForStore()
        #expect(next.spool.status.setAsideRows == 0)
        let notices = try await next.base.notices(of: "orders-1")
        #expect(notices.map(\.id) == ["orders-1.opened", "orders-1.told"])
        #expect(notices.map(\.state) == [.sent, .sent])
        #expect(notices.map(\.attempts) == [4, 0])
        #expect(try await next.base.silences().isEmpty)
        _ = try await next.stop()
    }

    /// What was taken as it began, and refused as it ended, has ended.
    @Test func whatWasRefusedAsItEndedEndsLater() async throws {
        let kit = try await SpoolKit()
        try await kit.store.append(Self.everything)
        kit.base.set(fault: ScriptedStore.away)
        try await kit.store.append(
            WriteBatch(
                results: [SpoolKit.row(0)], incidents: [SpoolKit.incident(closed: true)],
                notices: [SpoolKit.notice(attempts: 1), SpoolKit.notice("orders-1.opened", .sent, attempts: 2)],
                silences: [SpoolKit.silence("s", isEnded: true)]))
        try await kit.store.append(SpoolKit.rows(1..<2))
        kit.base.answer { $0.notices.isEmpty && $0.silences.isEmpty ? .takes : .refuses(Self.refusal) }
        try await kit.comeBack()
        #expect(try await kit.base.notices(of: "orders-1").map(\.state) == [.waiting, .sent])
        let next = try await SpoolKit(in: try await kit.stop())
        try await next.store.waitForStore()
        #expect(try await next.base.notices(of: "orders-1").map(\.attempts) == [2, 0])
        #expect(try await next.base.notices(of: "orders-1").map(\.state) == [.sent, .sent])
        #expect(try await next.base.silences().isEmpty)
        _ = try await next.stop()
    }

    /// A dead letter that somebody tries again waits, and then is sent, whatever was refused of it before.
    @Test(arguments: [Notice.State.waiting, .sent])
    func aDeadLetterThatIsTriedAgainIsDeadNoMore(state: Notice.State) async throws {
        let kit = try await SpoolKit()
        try await kit.store.append(Self.everything)
        kit.base.set(fault: ScriptedStore.away)
        let dead = SpoolKit.notice("orders-1.opened", .dead, attempts: 9)
        try await kit.store.append(WriteBatch(results: [SpoolKit.row(0)], notices: [dead]))
        try await kit.store.append(SpoolKit.rows(1..<2))
        kit.base.answer { $0.notices.isEmpty ? .takes : .refuses(Self.refusal) }
        try await kit.comeBack()
        kit.base.answer { _ in .takes }
        let again = SpoolKit.notice("orders-1.opened", state, attempts: 9)
        try await kit.store.append(
            WriteBatch(incidents: [SpoolKit.incident(closed: true)], notices: [again]))
        let next = try await SpoolKit(in: try await kit.stop())
        try await next.store.waitForStore()
        #expect(next.spool.status.setAsideRows == 0)
        #expect(try await next.base.notices(of: "orders-1").first == again)
        _ = try await next.stop()
    }
}
