import SondeCore
import SondeSQLite
import SondeTestSupport
import Testing

@testable import SondeServer

/// A start of Sonde while its store is away, or while rows wait for it.
@Suite(.timeLimit(.minutes(1))) struct SpoolStartTests {
    private static let state = IncidentState(failuresInARow: 3, openIncident: "orders-1")
    private static let opening = WriteBatch(
        results: [SpoolKit.row(0)], incidents: [SpoolKit.incident()], incidentStates: ["orders": state])

    @Test func whatIsOpenIsKnownWithoutTheStore() async throws {
        let kit = try await SpoolKit()
        try await kit.store.append(Self.opening)
        #expect(kit.spool.isEmpty)
        let next = try await SpoolKit(in: try await kit.stop(), fault: ScriptedStore.away)
        #expect(next.store.isAway)
        #expect(try await next.store.openIncidents() == [SpoolKit.incident()])
        #expect(try await next.store.incidentStates() == ["orders": Self.state])
        #expect(try await next.store.incident("orders-1") == SpoolKit.incident())
        await #expect(throws: ScriptedStore.away) { try await next.store.incident("other") }
        #expect(next.troubles.all.count == 1)
        #expect(next.store.health.kind == "PostgreSQL")
        _ = try await next.stop()
    }

    @Test func excusedIncidentsAreKnownToo() async throws {
        let kit = try await SpoolKit()
        var excused = SpoolKit.incident(closed: true)
        excused.excusedAt = SpoolKit.start
        try await kit.store.append(WriteBatch(incidents: [excused]))
        let next = try await SpoolKit(in: try await kit.stop(), fault: ScriptedStore.away)
        #expect(try await next.store.excusedIncidents() == [excused])
        _ = try await next.stop()
    }

    /// Rows that wait are newer than what the store knows.
    @Test func whatWaitsCountsBeforeWhatIsStored() async throws {
        let kit = try await SpoolKit()
        try await kit.store.append(Self.opening)
        kit.base.set(fault: ScriptedStore.away)
        try await kit.store.append(
            WriteBatch(incidents: [SpoolKit.incident(closed: true)], incidentStates: ["orders": nil]))
        let gate = Gate()
        let next = try await SpoolKit(in: try await kit.stop()) { scene in
            scene.base.answer { _ in
                try? await gate.pass()
                return .takes
            }
        }
        await gate.waitForArrival()
        #expect(try await next.base.openIncidents().count == 1)
        #expect(try await next.store.openIncidents().isEmpty)
        #expect(try await next.store.incidentStates().isEmpty)
        gate.open()
        try await next.store.waitForStore()
        #expect(try await next.base.openIncidents().isEmpty)
        _ = try await next.stop()
    }

    /// Another Sonde may have worked on the same store meanwhile.
    @Test func theStoreIsRightWhereNothingWaits() async throws {
        let kit = try await SpoolKit()
        try await kit.store.append(Self.opening)
        let closed = WriteBatch(incidents: [SpoolKit.incident(closed: true)], incidentStates: ["orders": nil])
        let next = try await SpoolKit(in: try await kit.stop()) { try await $0.base.append(closed) }
        #expect(next.spool.mirror == IncidentMirror())
        _ = try await next.stop()
    }

    @Test(arguments: [
        StoreError.unusable("PostgreSQL at sonde@db:5432/sonde refuses the password; correct DB_USER and DB_PASS."),
        .newerSchema("The database was made by a newer version of Sonde."),
    ])
    func whatWaitingWouldNotMendEndsTheStart(error: StoreError) async throws {
        await #expect(throws: error) { try await SpoolKit(fault: error) }
    }

    @Test func aStoreThatComesBackIsFoundWithoutARow() async throws {
        let kit = try await SpoolKit(fault: ScriptedStore.away)
        try await kit.comeBack()
        #expect(!kit.store.isSpooling && !kit.store.isAway)
        #expect(kit.store.health.kind == "SQLite")
        #expect(
            await kit.told(until: "stores again").last == "recovered: PostgreSQL at sonde@db:5432/sonde stores again.")
        _ = try await kit.stop()
    }

    /// A wrong password that somebody sets meanwhile is not the same trouble as a server that is down.
    @Test func aCauseThatSomebodyMustMendIsToldAsWell() async throws {
        let kit = try await SpoolKit(fault: ScriptedStore.away)
        let refused = StoreError.unusable("PostgreSQL at sonde@db:5432/sonde refuses the password; correct DB_PASS.")
        kit.base.set(fault: refused)
        try await kit.tryAgain { kit.troubles.all.first?.hasPrefix("\(refused)") == true }
        try await kit.comeBack()
        let told = await kit.told(until: "stores again")
        #expect(told.count == 3, "\(told)")
        _ = try await kit.stop()
    }
}
