import GRDB
import SondeCore
import Testing

@testable import SondeSQLite

/// What the spool knows of incidents without the store.
@Suite struct IncidentMirrorTests {
    private let folder: ScratchFolder
    private let now = SpoolSamples.start

    init() throws {
        folder = try ScratchFolder()
    }

    private func open() throws -> SQLiteSpool { try SQLiteSpool(path: folder.path("spool.db")) }

    @Test func openAndExcusedIncidentsSurviveAReopening() async throws {
        let spool = try open()
        let (open, excused) = (SpoolSamples.incident("open"), SpoolSamples.incident("excused", closed: 1, excused: 2))
        try await spool.mirror(
            WriteBatch(
                results: [SpoolSamples.result()],
                incidents: [open, excused, SpoolSamples.incident("over"), SpoolSamples.incident("over", closed: 3)],
                incidentStates: ["orders": SpoolSamples.state, "invoices": nil]))
        #expect(spool.isEmpty)
        try spool.close()
        let mirror = try self.open().mirror
        #expect(mirror.open == [open])
        #expect(mirror.excused == [excused])
        #expect(mirror.states == ["orders": SpoolSamples.state])
    }

    @Test func whatIsSpooledIsMirroredToo() async throws {
        let spool = try open()
        try await spool.append(
            WriteBatch(incidents: [SpoolSamples.incident()], incidentStates: ["orders": SpoolSamples.state]), at: now)
        try await spool.append(
            WriteBatch(incidents: [SpoolSamples.incident(closed: 5)], incidentStates: ["orders": nil]), at: now)
        #expect(spool.mirror == IncidentMirror())
        try spool.close()
        #expect(try open().mirror == IncidentMirror())
    }

    @Test func whoIsToldAndWhenNobodyIsSurviveAReopening() async throws {
        let spool = try open()
        let (open, over) = (SpoolSamples.incident("open"), SpoolSamples.incident("over", closed: 3))
        let kept = [SpoolSamples.notice("kept", of: open, .sent), SpoolSamples.notice("waits", of: over)]
        let dropped = SpoolSamples.notice("dropped", of: over, .dead)
        try await spool.mirror(
            WriteBatch(
                incidents: [open, over], notices: [kept[1], dropped, kept[0]],
                silences: [
                    SpoolSamples.silence("b"), SpoolSamples.silence("a"), SpoolSamples.silence("over", ended: 1),
                ]))
        try spool.close()
        let reopened = try self.open()
        #expect(reopened.mirror.noticesInOrder == kept)
        #expect(reopened.mirror.silencesInOrder.map(\.id) == ["a", "b"])
        // What ends is forgotten, in the file, too.
        try await reopened.mirror(
            WriteBatch(
                incidents: [SpoolSamples.incident("open", closed: 5)],
                notices: [SpoolSamples.notice("waits", of: over, .sent)],
                silences: [SpoolSamples.silence("a", ended: 5)]))
        let left = IncidentMirror(silences: [SpoolSamples.silence("b")])
        #expect(reopened.mirror == left)
        let rows = try await reopened.read { db in
            try SQLiteSpool.State.mirrorTables.map { try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0)") ?? 0 }
        }
        #expect(rows == [0, 0, 0, 1])
        try reopened.close()
        #expect(try self.open().mirror == left)
    }

    /// Whoever is told of many endpoints is told all their names.
    @Test func membersAreKnownAsLongAsSomebodyIsToldOfThem() async throws {
        let spool = try open()
        var (group, member) = (SpoolSamples.incident("group"), SpoolSamples.incident("member", closed: 3))
        group.scope = .host
        member.parent = "group"
        try await spool.mirror(WriteBatch(incidents: [group, member]))
        #expect(spool.mirror.members(of: "group") == [member])
        group.closedAt = SpoolSamples.time(4)
        let notice = SpoolSamples.notice("resolved", of: group)
        try await spool.mirror(WriteBatch(incidents: [group], notices: [notice]))
        #expect(spool.mirror.open.isEmpty)
        try spool.close()
        let reopened = try open()
        #expect(reopened.mirror.members(of: "group") == [member])
        try await reopened.mirror(WriteBatch(notices: [SpoolSamples.notice("resolved", of: group, .sent)]))
        #expect(reopened.mirror == IncidentMirror())
    }

    @Test func theStoreReplacesIt() async throws {
        let spool = try open()
        try await spool.mirror(
            WriteBatch(incidents: [SpoolSamples.incident("old")], incidentStates: ["old": SpoolSamples.state]))
        try await spool.mirror(
            WriteBatch(
                notices: [SpoolSamples.notice("old", of: SpoolSamples.incident("old"))],
                silences: [SpoolSamples.silence("old")]))
        let new = SpoolSamples.incident("new")
        let mirror = IncidentMirror(
            [new], states: ["new": SpoolSamples.state], notices: [SpoolSamples.notice("new", of: new)],
            silences: [SpoolSamples.silence("new")])
        try await spool.replaceMirror(with: mirror)
        try spool.close()
        #expect(try open().mirror == mirror)
    }

    @Test func whatCouldNotBeWrittenIsWrittenLater() async throws {
        let spool = try open()
        try await spool.queue.write { db in
            try db.execute(
                sql: "CREATE TRIGGER full BEFORE INSERT ON mirrored_incidents BEGIN SELECT RAISE(ABORT, 'full'); END")
        }
        let missed = WriteBatch(incidents: [SpoolSamples.incident("missed")])
        await #expect(throws: StoreError.self) { try await spool.mirror(missed) }
        #expect(spool.mirror.open.map(\.id) == ["missed"])
        try await spool.queue.write { db in try db.execute(sql: "DROP TRIGGER full") }
        try await spool.append(SpoolSamples.results(0..<1), at: now)
        try spool.close()
        #expect(try open().mirror.open.map(\.id) == ["missed"])
    }
}
