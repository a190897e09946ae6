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

    @Test func theStoreReplacesIt() async throws {
        let spool = try open()
        try await spool.mirror(
            WriteBatch(incidents: [SpoolSamples.incident("old")], incidentStates: ["old": SpoolSamples.state]))
        let mirror = IncidentMirror([SpoolSamples.incident("new")], states: ["new": SpoolSamples.state])
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
