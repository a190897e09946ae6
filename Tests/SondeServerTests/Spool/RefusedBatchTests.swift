import SondeCore
import SondeSQLite
import Testing

@testable import SondeServer

/// A batch that the store refuses while it takes others.
@Suite(.timeLimit(.minutes(1))) struct RefusedBatchTests {
    private static let refusal = StoreError.unavailable(
        "PostgreSQL at sonde@db:5432/sonde reports: no such day (22008).")

    private static func isRefused(_ batch: WriteBatch, _ numbers: Set<Int>) -> Bool {
        batch.results.contains { numbers.contains($0.responseSize) }
    }

    @Test func itIsSetAsideAndHoldsUpNobody() async throws {
        let kit = try await SpoolKit(fault: ScriptedStore.away)
        for part in 0..<6 { try await kit.store.append(SpoolKit.rows(part * 10..<(part + 1) * 10)) }
        kit.base.answer { Self.isRefused($0, [17, 23]) ? .refuses(Self.refusal) : .takes }
        try await kit.comeBack()
        #expect(try await kit.storedRows() == (0..<60).filter { $0 != 17 && $0 != 23 })
        #expect(kit.spool.status.setAsideRows == 2)
        #expect(
            kit.troubles.all == [
                "PostgreSQL at sonde@db:5432/sonde refuses 2 rows, kept aside in \(kit.spool.path) and tried again at the "
                    + "next start: \(Self.refusal)"
            ])
        // A later version of the store may take them.
        let folder = try await kit.stop()
        let next = try await SpoolKit(in: folder)
        try await next.store.waitForStore()
        #expect(next.spool.status.setAsideRows == 0)
        #expect(try await next.storedRows() == Array(0..<60))
        _ = try await next.stop()
    }

    /// A full disk refuses everything: no batch is to blame.
    @Test func aStoreThatRefusesEverythingIsWaitedFor() async throws {
        let kit = try await SpoolKit(fault: ScriptedStore.away)
        for part in 0..<3 { try await kit.store.append(SpoolKit.rows(part..<part + 1)) }
        kit.base.answer { _ in .refuses(.unavailable("PostgreSQL has run out of disk.")) }
        kit.base.set(fault: nil)
        for _ in 0..<12 { try await kit.tryAgain() }
        #expect(kit.spool.status.setAsideRows == 0)
        #expect(kit.store.isSpooling)
        kit.base.answer { _ in .takes }
        try await kit.comeBack()
        #expect(try await kit.storedRows() == [0, 1, 2])
        _ = try await kit.stop()
    }

    @Test func aRefusedIncidentTakesNothingWithIt() async throws {
        let kit = try await SpoolKit(fault: ScriptedStore.away)
        var batch = SpoolKit.rows(0..<2)
        batch.incidents = [SpoolKit.incident()]
        batch.incidentStates = ["orders": IncidentState(failuresInARow: 3, openIncident: "orders-1")]
        try await kit.store.append(batch)
        try await kit.store.append(SpoolKit.rows(2..<3))
        kit.base.answer { $0.incidents.isEmpty ? .takes : .refuses(Self.refusal) }
        try await kit.comeBack()
        #expect(try await kit.storedRows() == [0, 1, 2])
        #expect(try await kit.base.incidentStates().count == 1)
        #expect(kit.spool.status.setAsideRows == 1)
        // What the store knows by now is newer than what it refused.
        kit.base.answer { _ in .takes }
        try await kit.store.append(WriteBatch(incidents: [SpoolKit.incident(closed: true)]))
        let folder = try await kit.stop()
        let next = try await SpoolKit(in: folder)
        try await next.store.waitForStore()
        #expect(next.spool.status.setAsideRows == 0)
        #expect(try await next.base.incident("orders-1") == SpoolKit.incident(closed: true))
        _ = try await next.stop()
    }

    @Test func fewerAreTriedAfterEachFault() {
        var pace = DrainPace()
        var sizes: [Int] = []
        while !pace.isSuspicious {
            sizes.append(pace.batches)
            pace.failed()
        }
        #expect(sizes == [256, 64, 16, 4, 1, 1, 1])
        pace.succeeded()
        #expect(!pace.isSuspicious && pace.batches == 2)
        for _ in 0..<9 { pace.succeeded() }
        #expect(pace == DrainPace())
    }
}
