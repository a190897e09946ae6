import SondeCore
import SondeSQLite
import SondeTestSupport
import Synchronization
import Testing

@testable import SondeServer

/// An outage of the store: nothing is lost, nothing is doubled, everything comes in its order, and it is told once.
@Suite(.timeLimit(.minutes(1))) struct SpoolingStoreTests {
    private static let lost = StoreError.unavailable(
        "The connection to PostgreSQL at sonde@db:5432/sonde was lost; Sonde keeps trying.")

    // MARK: Order

    @Test func aStoreThatWorksTakesEverything() async throws {
        let kit = try await SpoolKit()
        for number in 0..<3 { try await kit.store.append(SpoolKit.rows(number..<number + 1)) }
        #expect(kit.base.taken == (0..<3).map { SpoolKit.rows($0..<$0 + 1) })
        #expect(kit.spool.isEmpty && !kit.store.isSpooling)
        #expect(kit.troubles.all.isEmpty)
        #expect(kit.store.health == StoreHealth(kind: "SQLite", place: "sonde@db:5432/sonde", spool: kit.spool.status))
        _ = try await kit.stop()
    }

    @Test func anOutageIsToldOnceAndEverythingComesInOrder() async throws {
        let kit = try await SpoolKit()
        try await kit.store.append(SpoolKit.rows(0..<1))
        kit.base.set(fault: ScriptedStore.away)
        for number in 1..<40 { try await kit.store.append(SpoolKit.rows(number..<number + 1)) }
        try await kit.tryAgain()
        try await kit.tryAgain()
        #expect(
            kit.troubles.all == ["\(ScriptedStore.away) Meanwhile everything is kept in \(kit.spool.path) (39 rows)."])
        #expect(kit.store.health.spool?.rows == 39)
        try await kit.comeBack()
        #expect(kit.troubles.all.isEmpty)
        #expect(kit.base.taken.flatMap { $0.results.map(\.responseSize) } == Array(0..<40))
        // The next one goes straight to the store.
        try await kit.store.append(SpoolKit.rows(40..<41))
        #expect(kit.base.taken.last == SpoolKit.rows(40..<41))
        #expect(
            await kit.told(until: "stores again") == [
                "trouble: \(ScriptedStore.away) Meanwhile everything is kept in \(kit.spool.path).",
                "recovered: PostgreSQL at sonde@db:5432/sonde stores again; 39 rows were brought over from "
                    + "\(kit.spool.path).",
            ])
        _ = try await kit.stop()
    }

    @Test func whatComesDuringTheDrainGoesBehind() async throws {
        let gate = Gate()
        let kit = try await SpoolKit(fault: ScriptedStore.away)
        try await kit.store.append(SpoolKit.rows(0..<1))
        kit.base.answer { batch in
            if batch.results.contains(SpoolKit.row(0)) { try? await gate.pass() }
            return .takes
        }
        kit.base.set(fault: nil)
        try await kit.whileTimePasses { await gate.waitForArrival() }
        try await kit.store.append(SpoolKit.rows(1..<2))
        try await kit.store.append(SpoolKit.rows(2..<3))
        #expect(kit.base.taken.isEmpty)
        gate.open()
        try await kit.store.waitForStore()
        #expect(kit.base.taken.flatMap { $0.results.map(\.responseSize) } == [0, 1, 2])
        _ = try await kit.stop()
    }

    /// The last state of an incident is the one that stays, however often it changed meanwhile.
    @Test func incidentsEndAsTheyEnded() async throws {
        let kit = try await SpoolKit()
        let open = IncidentState(failuresInARow: 3, openIncident: "orders-1")
        try await kit.store.append(WriteBatch(incidents: [SpoolKit.incident()], incidentStates: ["orders": open]))
        kit.base.set(fault: ScriptedStore.away)
        for failures in 4..<8 {
            let state = IncidentState(failuresInARow: failures, openIncident: "orders-1")
            try await kit.store.append(WriteBatch(incidentStates: ["orders": state]))
        }
        try await kit.store.append(
            WriteBatch(incidents: [SpoolKit.incident(closed: true)], incidentStates: ["orders": nil]))
        try await kit.comeBack()
        #expect(try await kit.base.incidentStates().isEmpty)
        #expect(try await kit.base.incident("orders-1") == SpoolKit.incident(closed: true))
        _ = try await kit.stop()
    }

    // MARK: Exactly once

    @Test func aCommitThatIsNotAnsweredIsNotDoubled() async throws {
        let kit = try await SpoolKit()
        let first = Mutex(true)
        kit.base.answer { _ in
            first.withLock { isFirst in
                defer { isFirst = false }
                return isFirst ? .takesAndFails(Self.lost) : .takes
            }
        }
        var batch = SpoolKit.rows(0..<5)
        batch.incidents = [SpoolKit.incident()]
        try await kit.store.append(batch)
        try await kit.store.waitForStore()
        #expect(kit.base.taken == [batch, batch])
        #expect(try await kit.storedRows() == Array(0..<5))
        _ = try await kit.stop()
    }

    @Test func aCrashBetweenTheCommitAndTheRemovalIsHarmless() async throws {
        let kit = try await SpoolKit(fault: ScriptedStore.away)
        for number in 0..<10 { try await kit.store.append(SpoolKit.rows(number..<number + 1)) }
        try await kit.store.append(
            WriteBatch(incidents: [SpoolKit.incident(closed: true)], incidentStates: ["orders": nil]))
        kit.base.answer { _ in .takesAndFails(Self.lost) }
        kit.base.set(fault: nil)
        try await kit.tryAgain()
        try await kit.tryAgain { !kit.base.taken.isEmpty }
        let crashed = try kit.copyOfSpool()
        let folder = try await kit.stop()
        let next = try await SpoolKit(in: folder, spool: crashed)
        try await next.store.waitForStore()
        #expect(try await next.storedRows() == Array(0..<10))
        #expect(try await next.base.openIncidents().isEmpty)
        #expect(
            await next.told(until: "stores again") == [
                "trouble: Rows from before the start wait in \(next.spool.path) and are brought over now.",
                "recovered: PostgreSQL at sonde@db:5432/sonde stores again; 11 rows were brought over from "
                    + "\(next.spool.path).",
            ])
        _ = try await next.stop()
    }

    /// A store that has vanished without a word holds up nobody, and what it may still commit comes before all else.
    @Test func aStoreThatDoesNotAnswerIsNotWaitedFor() async throws {
        let gate = Gate()
        let kit = try await SpoolKit()
        kit.base.answer { _ in
            try? await gate.pass()
            return .takes
        }
        async let appended: Void = kit.store.append(SpoolKit.rows(0..<1))
        await gate.waitForArrival()
        try await kit.clock.waitForSleepers(1)
        await kit.clock.advance(by: .seconds(10))
        try await appended
        #expect(kit.store.isSpooling && kit.spool.status.rows == 1)
        kit.base.answer { _ in .takes }
        try await kit.store.append(SpoolKit.rows(1..<2))
        #expect(kit.base.taken.isEmpty)
        gate.open()
        try await kit.store.waitForStore()
        #expect(kit.base.taken.map { $0.results.map(\.responseSize) } == [[0], [0, 1]])
        #expect(try await kit.storedRows() == [0, 1])
        _ = try await kit.stop()
    }

    /// Neither the append that was late nor one of the drain holds up the rest for ever, even if it cannot be cancelled.
    @Test(arguments: [false, true])
    func anAppendThatNeverEndsIsGivenUp(isOfDrain: Bool) async throws {
        let gate = Gate()
        let isFirst = Mutex(true)
        let kit = try await SpoolKit(fault: isOfDrain ? ScriptedStore.away : nil)
        kit.base.answer { _ in
            let waits = isFirst.withLock { isFirst in
                defer { isFirst = false }
                return isFirst
            }
            if waits { await Task { try? await gate.pass() }.value }
            return .takes
        }
        if isOfDrain {
            try await kit.store.append(SpoolKit.rows(0..<1))
            kit.base.set(fault: nil)
            try await kit.whileTimePasses { await gate.waitForArrival() }
        } else {
            async let appended: Void = kit.store.append(SpoolKit.rows(0..<1))
            await gate.waitForArrival()
            try await kit.clock.waitForSleepers(1)
            await kit.clock.advance(by: .seconds(10))
            try await appended
        }
        let passing = Task {
            while !Task.isCancelled {
                try await kit.clock.waitForSleepers(1)
                await kit.clock.advance(by: .seconds(5))
            }
        }
        try await kit.store.append(SpoolKit.rows(1..<2))
        try await kit.store.waitForStore()
        passing.cancel()
        #expect(Set(try await kit.storedRows()) == [0, 1])
        gate.open()
        _ = try await kit.stop()
    }

    // MARK: The spool fails

    @Test func whatNeitherTakesIsTheCallersToKeep() async throws {
        let kit = try await SpoolKit(fault: ScriptedStore.away)
        try kit.spool.close()
        await #expect(throws: StoreError.self) { try await kit.store.append(SpoolKit.rows(0..<1)) }
        _ = try await kit.stop()
    }

    @Test func aStoreThatWorksNeedsNoSpool() async throws {
        let kit = try await SpoolKit()
        try kit.spool.close()
        let batch = WriteBatch(incidents: [SpoolKit.incident()])
        try await kit.store.append(batch)
        #expect(kit.base.taken == [batch])
        #expect(kit.troubles.all.count == 1)
        #expect(kit.troubles.all[0].contains("would not know all open incidents"))
        _ = try await kit.stop()
    }

    @Test func aFullSpoolIsTold() async throws {
        let kit = try await SpoolKit(fault: ScriptedStore.away, limits: SpoolLimits(maxSize: 200_000))
        for part in 0..<20 { try await kit.store.append(SpoolKit.rows(part * 1000..<(part + 1) * 1000)) }
        let dropped = kit.spool.status.droppedRows
        #expect(dropped > 0)
        #expect(kit.troubles.all.count == 2)
        #expect(kit.troubles.all.contains { $0.contains("the oldest measurements are dropped until PostgreSQL at") })
        #expect(kit.troubles.all.contains { $0.contains("(\(dropped) dropped so far)") })
        try await kit.comeBack()
        #expect(kit.troubles.all.isEmpty)
        #expect(try await kit.storedRows() == Array(dropped..<20_000))
        let told = await kit.told(until: "has room again")
        #expect(told.count == 4, "\(told)")
        _ = try await kit.stop()
    }

    // MARK: Reading

    @Test func readingFailsWithTheStoresSentence() async throws {
        let kit = try await SpoolKit(fault: ScriptedStore.away)
        let error = await #expect(throws: StoreError.self) {
            try await kit.store.results(for: "orders", in: SpoolKit.always, limit: 1)
        }
        #expect(error == ScriptedStore.away)
        // The outage is told; nobody has to tell it again each minute.
        try await kit.store.rollUp(until: SpoolKit.start)
        #expect(try await kit.store.prune(before: RetentionCutoffs(results: SpoolKit.start)) == 0)
        #expect(try await kit.store.trim(to: 1, keeping: SpoolKit.start) == nil)
        _ = try await kit.stop()
    }
}
