import GRDB
import SondeCore
import Testing

@testable import SondeSQLite

/// What only the file itself can show; `StoreConformance` has the rest.
@Suite struct RetentionTests {
    private static let always = Timestamp(microseconds: 0)..<Timestamp(microseconds: .max)
    private let folder: ScratchFolder
    private let start = Timestamp(microseconds: 1_767_571_200_000_000)

    init() throws {
        folder = try ScratchFolder()
    }

    private func fill(_ store: SQLiteStore, endpoints: Int, hours: Int) async throws {
        for number in 0..<endpoints {
            let results = (0..<hours * 240).map {
                ProbeResult(
                    endpoint: "api-\(number)", timestamp: start.advanced(by: .seconds(15 * $0)),
                    responseTime: .milliseconds(50 + $0 % 100), statusCode: 200)
            }
            try await store.append(WriteBatch(results: results))
        }
    }

    /// Each with what is told of it.
    private func incidents(_ count: Int) -> WriteBatch {
        let incidents = (0..<count).map { number in
            let time = start.advanced(by: .seconds(number))
            return Incident(
                id: Incident.identifier(of: "api-1", openedAt: time), endpoint: "api-1", kind: .failure,
                severity: .high, openedAt: time, closedAt: time,
                reason: "3 probes in a row failed: Connection refused by 127.0.0.1:\(number).",
                patterns: [FaultPattern(kind: .failures, share: 0.2, extreme: 4)])
        }
        return WriteBatch(
            incidents: incidents,
            timeline: incidents.flatMap { incident in
                ["It opened.", "Told the channel ops.", "It is over."].map {
                    TimelineEntry(incident: incident.id, at: incident.openedAt, kind: .note, text: $0)
                }
            },
            notices: incidents.map { incident in
                Notice(
                    id: Notice.identifier(of: .opened, incident: incident.id, channel: "ops", at: incident.openedAt),
                    channel: "ops", event: .opened, incident: incident, createdAt: incident.openedAt,
                    dueAt: incident.openedAt, state: .sent, endedAt: incident.openedAt)
            })
    }

    /// Two processes, as `sonde run` and `sonde db prune` are: neither rolls up again what the other has removed.
    @Test func twoThatRollUpAndPruneLoseNothing() async throws {
        let stores = [try SQLiteStore(path: folder.path("two.db")), try SQLiteStore(path: folder.path("two.db"))]
        try await fill(stores[0], endpoints: 3, hours: 48)
        let (start, exact) = (start, try await stores[0].summary(of: "api-2", in: Self.always))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await stores[0].rollUp(until: start.advanced(by: .seconds(48 * 3600))) }
            group.addTask {
                for hour in 1...48 {
                    let cutoff = start.advanced(by: .seconds(3600 * hour - 1800))
                    _ = try await stores[1].prune(before: RetentionCutoffs(results: cutoff))
                }
            }
            try await group.waitForAll()
        }
        #expect(try await stores[1].results(for: "api-2", in: Self.always, limit: .max).count == 120)
        #expect(try await stores[0].summary(of: "api-2", in: Self.always) == exact)
        for store in stores { try await store.close() }
    }

    @Test func theSampleTellsAboutWhatIsCounted() async throws {
        let store = try SQLiteStore(path: folder.path("sample.db"))
        try await fill(store, endpoints: 40, hours: 12)
        try await store.append(incidents(1000))
        try await store.rollUp(until: start.advanced(by: .seconds(12 * 3600)))
        let counted = try await store.size()
        #expect(!counted.isEstimated)
        let pages = try await store.room().pages
        let sample = try await store.read { try StoreSample(in: $0).parts(of: pages) }
        for (part, told) in zip(counted.parts, sample) {
            #expect(part.name == told.name)
            #expect(part.rows == told.rows, "\(part.name)")
            // Indexes and half-filled pages are not in the sample.
            let isNear = abs(part.bytes - told.bytes) <= max(part.bytes / 3, 20_000)
            #expect(isNear, "\(part.name): \(part.bytes) bytes, \(told.bytes) by the sample")
        }
        try await store.close()
    }

    @Test func aFileWithoutRollUpsIsCountedByItsResults() async throws {
        let path = folder.path("old.db")
        let queue = try DatabaseQueue(path: path)
        try SQLiteSchema.migrator.migrate(queue, upTo: "5 times of the views are cut to the millisecond")
        try await queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO endpoints (id, name) VALUES (1, 'orders');
                    INSERT INTO results (endpoint_id, timestamp, location, size) VALUES (1, 1767571200123456, 'local', 0);
                    """)
        }
        // As a pool leaves it.
        try await queue.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA journal_mode = WAL") }
        try queue.close()
        let store = try SQLiteStore(reading: path)
        let counts = try await store.hourlyCounts(in: Self.always)
        #expect(counts == ["orders": [490_992: ProbeCounts(total: 1)]])
        try await store.close()
    }
}
