import Foundation
import GRDB
import SondeCore
import Testing

@testable import SondeSQLite

@Suite struct SQLiteSpoolTests {
    private let folder: ScratchFolder
    private let now = SpoolSamples.start

    init() throws {
        folder = try ScratchFolder()
    }

    private var path: String { folder.path("spool.db") }

    private func open(_ limits: SpoolLimits = SpoolLimits()) throws -> SQLiteSpool {
        try SQLiteSpool(path: path, limits: limits)
    }

    /// The files as they are at this moment, as after `kill -9`.
    private func copyAfterCrash(_ name: String = "crashed.db") throws -> String {
        for ending in ["", "-wal"] where FileManager.default.fileExists(atPath: path + ending) {
            try FileManager.default.copyItem(atPath: path + ending, toPath: folder.path(name + ending))
        }
        return folder.path(name)
    }

    /// What is taken out, `limit` batches at a time.
    private func drain(_ spool: SQLiteSpool, _ limit: Int = 2) async throws -> [WriteBatch] {
        var batches: [WriteBatch] = []
        while let next = try await spool.oldest(limit) {
            batches.append(next.batch)
            try await spool.remove(next)
        }
        return batches
    }

    // MARK: The queue

    @Test func batchesLeaveInTheirOrder() async throws {
        let spool = try open()
        for second in 0..<5 {
            let incident = SpoolSamples.incident(closed: second == 4 ? 4 : nil)
            let state: IncidentState? = second == 4 ? nil : IncidentState(failuresInARow: second)
            try await spool.append(
                WriteBatch(
                    results: [SpoolSamples.result("orders", second)],
                    anomalies: [SpoolSamples.anomaly("orders", second)],
                    incidents: [incident], incidentStates: ["orders": state]), at: now)
        }
        #expect(spool.status.rows == 15)
        let batches = try await drain(spool)
        #expect(
            batches.map { $0.results.map(\.timestamp) } == [[0, 1], [2, 3], [4]].map { $0.map(SpoolSamples.time) })
        #expect(batches.map(\.incidents.count) == [2, 2, 1])
        #expect(
            batches.map { $0.incidentStates["orders"] } == [
                IncidentState(failuresInARow: 1), IncidentState(failuresInARow: 3), .some(nil),
            ])
        #expect(spool.isEmpty)
        #expect(spool.status.rows == 0)
        #expect(spool.status.oldest == nil)
    }

    /// Of a notice the newest must come last to the store.
    @Test func whatIsToldLeavesInItsOrder() async throws {
        let spool = try open(SpoolLimits(maxSize: 1))
        var notices: [Notice] = []
        for attempts in 0..<3 {
            var notice = SpoolSamples.notice("n", of: SpoolSamples.incident())
            notice.attempts = attempts
            notices.append(notice)
            let step = TimelineEntry(
                incident: "a-1", at: SpoolSamples.time(attempts), kind: .note, text: "\(attempts)")
            try await spool.append(
                WriteBatch(timeline: [step], notices: [notice], silences: [SpoolSamples.silence("s")]), at: now)
        }
        #expect(spool.status.rows == 9)
        let taken = try #require(try await spool.oldest(9)?.batch)
        #expect(taken.notices == notices)
        #expect(taken.timeline.map(\.text) == ["0", "1", "2"])
        #expect(taken.silences.count == 3)
        #expect(taken.rowCount == 9)
        // However full it is.
        #expect(spool.status.droppedRows == 0)
    }

    @Test func whatWaitsSurvivesACrash() async throws {
        let spool = try open()
        let batch = WriteBatch(
            results: [SpoolSamples.result()], anomalies: [SpoolSamples.anomaly()], incidents: [SpoolSamples.incident()],
            incidentStates: ["orders": SpoolSamples.state],
            detectorStates: ["orders": DetectorState(savedAt: now, bytes: [1, 2, 3]), "gone": nil])
        try await spool.append(batch, at: now)
        let reopened = try SQLiteSpool(path: copyAfterCrash())
        #expect(reopened.status.rows == 3)
        #expect(reopened.status.oldest == now)
        #expect(!reopened.isEmpty)
        #expect(try await drain(reopened) == [batch])
    }

    @Test func numbersGoOnAfterAReopening() async throws {
        let first = try open()
        try await first.append(SpoolSamples.results(0..<1), at: now)
        try first.close()
        let second = try open()
        try await second.append(SpoolSamples.results(1..<2), at: now)
        #expect(try await drain(second, 9) == [SpoolSamples.results(0..<2)])
    }

    @Test func aBatchOfManyRowsLeavesAlone() async throws {
        let spool = try open()
        for part in 0..<3 { try await spool.append(SpoolSamples.results(part * 3000..<(part + 1) * 3000), at: now) }
        #expect(try await drain(spool, 9).map(\.results.count) == [3000, 3000, 3000])
    }

    @Test func ofDetectorStatesTheNewestIsKept() async throws {
        let spool = try open()
        let states = (0..<3).map { DetectorState(savedAt: SpoolSamples.time($0), bytes: [UInt8($0)]) }
        for state in states { try await spool.append(WriteBatch(detectorStates: ["orders": state]), at: now) }
        let taken = try #require(try await spool.oldest(9))
        #expect(taken.batch.detectorStates == ["orders": states[2]])
        // One that is saved meanwhile is not removed with it.
        try await spool.append(WriteBatch(detectorStates: ["orders": states[0]]), at: now)
        try await spool.remove(taken)
        #expect(try await drain(spool) == [WriteBatch(detectorStates: ["orders": states[0]])])
    }

    @Test func damagedBatchesAreLeftOutAndCounted() async throws {
        let spool = try open()
        for second in 0..<3 { try await spool.append(SpoolSamples.results(second..<second + 1), at: now) }
        try await spool.queue.write { db in
            try db.execute(sql: "UPDATE measurements SET bytes = zeroblob(40) WHERE number = 2")
        }
        let taken = try #require(try await spool.oldest(9))
        #expect(taken.damagedRows == 1)
        #expect(taken.batch.results.map(\.timestamp) == [SpoolSamples.time(0), SpoolSamples.time(2)])
        try await spool.remove(taken)
        #expect(spool.isEmpty)
    }

    // MARK: Limits

    @Test func aFullSpoolDropsTheOldestMeasurementsAndNoIncident() async throws {
        let limits = SpoolLimits(maxSize: 1_000_000)
        let spool = try open(limits)
        let detector = DetectorState(savedAt: now, bytes: [UInt8](repeating: 7, count: 20_000))
        for part in 0..<60 {
            let incident = SpoolSamples.incident("i-\(part)")
            var batch = SpoolSamples.results(part * 1000..<(part + 1) * 1000)
            batch.incidents = [incident]
            batch.detectorStates = ["api-\(part)": detector]
            try await spool.append(batch, at: now)
            #expect(spool.status.bytes <= limits.maxSize)
        }
        #expect(spool.status.droppedRows > 0)
        let batches = try await drain(spool, 64)
        let results = batches.flatMap(\.results)
        #expect(results.count + spool.status.droppedRows == 60_000)
        // Those that are left are the newest, without a gap.
        #expect(results.map(\.timestamp) == (spool.status.droppedRows..<60_000).map(SpoolSamples.time))
        #expect(batches.flatMap(\.incidents).map(\.id) == (0..<60).map { "i-\($0)" })
        #expect(batches.allSatisfy { $0.detectorStates.count < 60 })
    }

    @Test func whatWaitsForTooLongIsDropped() async throws {
        let spool = try open(SpoolLimits(maxAge: .seconds(100)))
        try await spool.append(
            WriteBatch(results: [SpoolSamples.result("orders", 0)], incidents: [SpoolSamples.incident()]), at: now)
        try await spool.append(SpoolSamples.results(1..<3), at: SpoolSamples.time(50))
        try await spool.append(SpoolSamples.results(3..<4), at: SpoolSamples.time(120))
        #expect(spool.status.droppedRows == 1)
        #expect(spool.status.rows == 4)
        let batches = try await drain(spool, 9)
        #expect(batches.flatMap(\.results).map(\.timestamp) == (1..<4).map(SpoolSamples.time))
        #expect(batches.flatMap(\.incidents).count == 1)
    }

    /// A machine without a clock of its own begins in 1970, and has the right time minutes later.
    @Test func aClockThatIsSetMakesNothingOlder() async throws {
        let limits = SpoolLimits(maxAge: .seconds(100))
        let spool = try open(limits)
        try await spool.append(SpoolSamples.results(0..<1), at: Timestamp(microseconds: 0))
        try await spool.append(SpoolSamples.results(1..<2), at: Timestamp(microseconds: 60_000_000))
        for second in 2..<4 { try await spool.append(SpoolSamples.results(second..<second + 1), at: now) }
        #expect(spool.status.droppedRows == 0)
        #expect(spool.status.oldest == SpoolSamples.time(-60))
        try spool.close()
        let reopened = try open(limits)
        #expect(reopened.status.oldest == SpoolSamples.time(-60))
        // From then on they age as all do.
        try await reopened.append(SpoolSamples.results(4..<5), at: SpoolSamples.time(50))
        #expect(reopened.status.droppedRows == 1)
        let batches = try await drain(reopened, 9)
        #expect(batches.flatMap(\.results).map(\.timestamp) == (1..<5).map(SpoolSamples.time))
        // What was before counts for nothing that comes later.
        try await reopened.append(SpoolSamples.results(5..<6), at: SpoolSamples.time(60))
        #expect(reopened.status.oldest == SpoolSamples.time(60))
    }

    @Test func aClockThatIsSetBackMakesNothingYounger() async throws {
        let spool = try open(SpoolLimits(maxAge: .seconds(100)))
        try await spool.append(SpoolSamples.results(0..<1), at: SpoolSamples.time(400 * 86_400))
        try await spool.append(SpoolSamples.results(1..<2), at: now)
        try await spool.append(SpoolSamples.results(2..<3), at: SpoolSamples.time(101))
        #expect(spool.status.droppedRows == 2)
    }

    @Test func roomIsGivenBack() async throws {
        let spool = try open()
        let detector = DetectorState(savedAt: now, bytes: [UInt8](repeating: 7, count: 100_000))
        for part in 0..<80 {
            try await spool.append(WriteBatch(detectorStates: ["api-\(part)": detector]), at: now)
        }
        #expect(spool.status.bytes > 8_000_000)
        _ = try await drain(spool, 64)
        try await spool.shrink()
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        #expect(try #require(size) < 500_000)
        try await spool.append(SpoolSamples.results(0..<1), at: now)
        #expect(spool.status.rows == 1)
    }

    // MARK: Set aside

    @Test func refusedRowsAreKeptAside() async throws {
        let spool = try open()
        try await spool.append(SpoolSamples.results(0..<3), at: now)
        let taken = try #require(try await spool.oldest(1))
        let refused = SpoolSamples.results(1..<2)
        try await spool.remove(taken, settingAside: [(refused, "no such day")], at: now)
        #expect(spool.isEmpty)
        #expect(spool.status.setAsideRows == 1)
        try spool.close()
        let reopened = try open(SpoolLimits(maxAge: .seconds(100)))
        let kept = try await reopened.setAside(at: SpoolSamples.time(50))
        #expect(kept.map(\.batch) == [refused])
        #expect(kept.map(\.reason) == ["no such day"])
        let none = try await reopened.setAside(at: SpoolSamples.time(101))
        #expect(none.isEmpty)
        #expect(reopened.status.setAsideRows == 0)
        #expect(reopened.status.droppedRows == 1)
    }

    // MARK: The file

    @Test func aSecondSondeIsRefused() throws {
        let first = try open()
        let error = #expect(throws: StoreError.self) { try open() }
        #expect(
            "\(try #require(error))"
                == "The spool \(path) is in use by another Sonde; end that one first, or set store.spool.path to another file."
        )
        try first.close()
        try open().close()
    }

    @Test func aFileOfANewerSondeIsRefused() async throws {
        let spool = try open()
        try await spool.queue.write { db in
            try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99 later')")
        }
        try spool.close()
        let error = #expect(throws: StoreError.self) { try open() }
        guard case .newerSchema = try #require(error) else { throw try #require(error) }
    }

    @Test func aFileThatIsNoSpoolIsRefused() throws {
        try Data("this is no database, and long enough to be sure of it".utf8).write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: StoreError.self) { try open() }
        #expect("\(try #require(error))".hasPrefix("The spool \(path) is damaged; move it away"))
    }

    @Test func aFolderThatIsMissingIsNamed() throws {
        let error = #expect(throws: StoreError.self) { try SQLiteSpool(path: folder.path("none/spool.db")) }
        #expect("\(try #require(error))".contains("check that its folder exists"))
    }
}
