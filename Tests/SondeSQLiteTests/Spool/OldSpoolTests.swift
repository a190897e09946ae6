import Foundation
import GRDB
import SondeCore
import Testing

@testable import SondeSQLite

/// A spool in which something waits while Sonde is replaced by a newer one: nothing of it is lost.
@Suite struct OldSpoolTests {
    private static let excused = SpoolSamples.incident("a-2", "invoices", closed: 10, excused: 20)
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    @Test func batchesOfTheFirstFormAreRead() throws {
        #expect(
            try WriteBatch(spoolBytes: [UInt8](OldSpoolBytes.full))
                == WriteBatch(
                    results: [SpoolSamples.result()], anomalies: [SpoolSamples.anomaly()],
                    incidents: [SpoolSamples.incident(), Self.excused],
                    incidentStates: ["orders": SpoolSamples.state, "invoices": nil]))
    }

    @Test func whatWaitsInAnOlderFileIsBroughtOver() async throws {
        let path = folder.path("spool.db")
        let queue = try DatabaseQueue(path: path)
        try SpoolSchema.migrator.migrate(queue, upTo: "2 leaps of the clock")
        try await queue.write { db in
            let now = SpoolSamples.start.microseconds
            try db.execute(
                sql: """
                    INSERT INTO measurements VALUES (7, ?, 3, ?);
                    INSERT INTO events VALUES (7, ?, 1, ?);
                    INSERT INTO set_aside (added_at, row_count, reason, bytes) VALUES (?, 1, 'no such day', ?);
                    INSERT INTO mirrored_incidents VALUES ('a-1', ?), ('a-2', ?);
                    INSERT INTO mirrored_states VALUES ('orders', ?);
                    """,
                arguments: [
                    now, OldSpoolBytes.measurements, now, OldSpoolBytes.incident, now, OldSpoolBytes.excused,
                    OldSpoolBytes.incident, OldSpoolBytes.excused, OldSpoolBytes.state,
                ])
        }
        try queue.close()
        let spool = try SQLiteSpool(path: path)
        #expect(spool.status.rows == 4 && spool.status.setAsideRows == 1)
        #expect(
            spool.mirror
                == IncidentMirror([SpoolSamples.incident(), Self.excused], states: ["orders": SpoolSamples.state]))
        let taken = try #require(try await spool.oldest(9))
        #expect(taken.damagedRows == 0)
        #expect(taken.batch.results == SpoolSamples.results(0..<3).results)
        #expect(taken.batch.incidents == [SpoolSamples.incident()])
        #expect(try await spool.setAside(at: SpoolSamples.start).map(\.batch.incidents) == [[Self.excused]])
        // What comes now is of the new form, and goes behind.
        try await spool.append(WriteBatch(silences: [SpoolSamples.silence("s")]), at: SpoolSamples.start)
        #expect(try await spool.oldest(9)?.batch.silences.count == 1)
        try spool.close()
    }
}
