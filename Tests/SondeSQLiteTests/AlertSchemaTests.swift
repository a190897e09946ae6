import GRDB
import SondeCore
import SondeTestSupport
import Testing

@testable import SondeSQLite

/// What only the file itself can show of alerts; `StoreConformance` has the rest.
@Suite struct AlertSchemaTests {
    private let folder: ScratchFolder
    private let time = Timestamp(microseconds: 1_767_571_200_123_456)

    init() throws {
        folder = try ScratchFolder()
    }

    /// A file as the Sonde before alerts left it.
    private func oldFile() async throws -> String {
        let path = folder.path("old.db")
        let queue = try DatabaseQueue(path: path)
        try SQLiteSchema.migrator.migrate(queue, upTo: "6 roll-ups")
        try await queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO endpoints (id, name) VALUES (1, 'orders'), (2, 'invoices');
                    INSERT INTO results (endpoint_id, timestamp, location, size) VALUES (1, 1767571200123456, 'local', 7);
                    INSERT INTO incident_rows (id, endpoint_id, kind, severity, opened_at, closed_at, reason, patterns,
                        excused_at)
                    VALUES ('open', 1, 'failure', 3, 1767571200123456, NULL, 'refused', '[]', NULL),
                        ('excused', 2, 'anomaly', 2, 1767571200123456, 1767571260123456, 'slow',
                         '[{"kind":"slow","share":0.5,"extreme":0.75,"probes":40}]', 1767571290123456);
                    INSERT INTO incident_states (endpoint_id, state)
                    VALUES (1, '{"failuresInARow":3,"goodInARow":0,"openIncident":"open"}');
                    """)
        }
        // As a pool leaves it.
        try await queue.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA journal_mode = WAL") }
        try queue.close()
        return path
    }

    private var open: Incident {
        Incident(
            id: "open", endpoint: "orders", kind: .failure, severity: .critical, openedAt: time, reason: "refused")
    }

    private var excused: Incident {
        Incident(
            id: "excused", endpoint: "invoices", kind: .anomaly, severity: .high, openedAt: time,
            closedAt: time.advanced(by: .seconds(60)), reason: "slow",
            patterns: [FaultPattern(kind: .slow, share: 0.5, extreme: 0.75, probes: 40)],
            excusedAt: time.advanced(by: .seconds(90)))
    }

    @Test(arguments: [false, true])
    func anOlderFileIsReadWithoutLoss(isMigrated: Bool) async throws {
        let path = try await oldFile()
        let store = isMigrated ? try SQLiteStore(path: path) : try SQLiteStore(reading: path)
        let later = time.advanced(by: .seconds(1))
        #expect(try await store.openIncidents() == [open])
        #expect(try await store.excusedIncidents() == [excused])
        #expect(try await store.incidentStates() == ["orders": IncidentState(failuresInARow: 3, openIncident: "open")])
        #expect(try await store.results(for: "orders", in: time..<later, limit: 9).map(\.responseSize) == [7])
        #expect(try await store.members(of: "open").isEmpty)
        #expect(try await store.timeline(of: "open").isEmpty)
        #expect(try await store.notices(since: time).isEmpty)
        #expect(try await store.notices(in: .dead, limit: 9).isEmpty)
        #expect(try await store.notices(of: "open").isEmpty)
        #expect(try await store.silences().isEmpty)
        try await store.close()
    }

    @Test func anOlderFileTakesWhatIsNew() async throws {
        let store = try SQLiteStore(path: try await oldFile())
        var changed = open
        changed.parent = "group"
        changed.isFlapping = true
        try await store.append(WriteBatch(incidents: [changed]))
        #expect(try await store.members(of: "group") == [changed])
        #expect(try await store.notices(since: Timestamp(microseconds: 0)).isEmpty)
        #expect(try await store.silences().isEmpty)
        try await store.close()
    }

    @Test func everythingIsThereAfterAReopening() async throws {
        let path = folder.path("reopened.db")
        let first = try SQLiteStore(path: path)
        try await first.append(StoreConformance.everyAlert)
        try await first.close()
        for second in [try SQLiteStore(path: path), try SQLiteStore(reading: path)] {
            try await StoreConformance.expectEveryAlert(in: second)
            try await second.close()
        }
    }

    /// The last table that a batch comes to refuses it: nothing of it may stay.
    @Test func aBatchIsTakenAsAWhole() async throws {
        let path = folder.path("atomic.db")
        let store = try SQLiteStore(path: path)
        try await store.write { db in
            try db.execute(
                sql: "CREATE TRIGGER refuse BEFORE INSERT ON silence_rows BEGIN SELECT RAISE(ABORT, 'refused'); END")
        }
        await #expect(throws: StoreError.self) { try await store.append(StoreConformance.everyAlert) }
        #expect(try await store.openIncidents().isEmpty)
        #expect(try await store.notices(in: nil, limit: 9).isEmpty)
        #expect(try await store.timeline(of: "a-0").isEmpty)
        try await store.write { db in try db.execute(sql: "DROP TRIGGER refuse") }
        try await store.append(StoreConformance.everyAlert)
        try await StoreConformance.expectEveryAlert(in: store)
        try await store.close()
    }

    // MARK: The views

    @Test func alertsAreReadableInSQL() async throws {
        let store = try SQLiteStore(path: folder.path("views.db"))
        let notice = Notice(
            id: "n", channel: "ops", event: .opened, incident: open, createdAt: time,
            dueAt: time.advanced(by: .seconds(5)), state: .dead, attempts: 3, fault: "550 no such user",
            endedAt: time.advanced(by: .seconds(9)))
        let silence = Silence(
            id: "s", purpose: .silence, matcher: EndpointMatcher(names: ["orders"]),
            schedule: .once(from: time, until: nil), comment: "moving", author: "Ada", createdAt: time)
        let step = TimelineEntry(incident: "open", at: time, kind: .note, text: "on it", author: "Ada")
        try await store.append(WriteBatch(timeline: [step], notices: [notice], silences: [silence]))
        let day = "2026-01-05T00:00:0"
        #expect(
            try await columns(of: "notifications", in: store) == [
                "id=n", "incident_id=open", "channel=ops", "event=opened", "created_at=\(day)0.123Z",
                "due_at=\(day)5.123Z", "ended_at=\(day)9.123Z", "state=dead", "attempts=3", "error=550 no such user",
            ])
        #expect(
            try await columns(of: "incident_events", in: store) == [
                "incident_id=open", "timestamp=\(day)0.123Z", "kind=note", "text=on it", "author=Ada",
            ])
        let silences = try await columns(of: "silences", in: store).filter { !$0.hasPrefix("schedule={") }
        #expect(
            silences.map { $0.replacing(#/matcher=.*/#, with: "matcher") } == [
                "id=s", "purpose=silence", "matcher", "starts_at=\(day)0.123Z", "ends_at=NULL", "comment=moving",
                "author=Ada", "created_at=\(day)0.123Z", "ended_at=NULL",
            ])
        try await store.close()
    }

    private func columns(of view: String, in store: SQLiteStore) async throws -> [String] {
        try await store.read { db in
            try #require(try Row.fetchOne(db, sql: "SELECT * FROM \(view)")).map { name, value in
                "\(name)=\(value.isNull ? "NULL" : String.fromDatabaseValue(value) ?? "\(value)")"
            }
        }
    }

    // MARK: Plans

    @Test func noticesAreFoundByTheirIndices() async throws {
        let store = try SQLiteStore(path: folder.path("plan.db"))
        let plan = try await store.read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + SQLiteStore.selectKnownNotices, arguments: [0])
                .map { $0["detail"] as String }.joined(separator: "\n")
        }
        for index in ["notices_by_state (state=?)", "notices_by_time (created_at>?)", "notices_of_incidents"] {
            #expect(plan.contains(index), "\(plan)")
        }
        #expect(!plan.contains("SCAN notice_rows"), "\(plan)")
        try await store.close()
    }
}
