import SondeCore
import SondeTestSupport
import Testing

@testable import SondePostgres

/// What only the database itself can show of alerts; `StoreConformance` has the rest.
@Suite(.ownCluster, .timeLimit(.minutes(5))) struct PostgresAlertTests {
    private static let time = Timestamp(microseconds: 1_767_571_200_123_456)

    /// The tables as the Sonde before alerts made them, with rows in them.
    private static let olderDatabase =
        PostgresTables.all(.partitions) + [
            """
            CREATE TABLE sonde_migrations (
                version integer PRIMARY KEY,
                name text NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE TABLE sonde_layout (layout text NOT NULL);
            INSERT INTO sonde_layout VALUES ('partitions');
            INSERT INTO sonde_migrations VALUES (1, 'tables')
            """,
            """
            INSERT INTO incidents (id, api_name, kind, severity, opened_at, closed_at, reason, excused_at, patterns)
            VALUES ('open', 'orders', 'failure', 'critical', '2026-01-05 00:00:00.123456Z', NULL, 'refused', NULL, '[]'),
                ('excused', 'invoices', 'anomaly', 'high', '2026-01-05 00:00:00.123456Z', '2026-01-05 00:01:00.123456Z',
                 'slow', '2026-01-05 00:01:30.123456Z', '[{"kind":"slow","share":0.5,"extreme":0.75,"probes":40}]');
            INSERT INTO incident_states VALUES ('orders', '{"failuresInARow":3,"goodInARow":0,"openIncident":"open"}')
            """,
        ]

    private static func makeOlderDatabase() async throws -> PostgresServer {
        let server = try OwnCluster.database().server
        let connection = PostgresConnection(server, label: "test")
        try await connection.transaction { for statement in olderDatabase { try $0.execute(statement) } }
        await connection.close()
        return server
    }

    @Test func anOlderDatabaseIsMigratedWithoutLoss() async throws {
        let store = PostgresStore(try await Self.makeOlderDatabase())
        var open = Incident(
            id: "open", endpoint: "orders", kind: .failure, severity: .critical, openedAt: Self.time, reason: "refused")
        let excused = Incident(
            id: "excused", endpoint: "invoices", kind: .anomaly, severity: .high, openedAt: Self.time,
            closedAt: Self.time.advanced(by: .seconds(60)), reason: "slow",
            patterns: [FaultPattern(kind: .slow, share: 0.5, extreme: 0.75, probes: 40)],
            excusedAt: Self.time.advanced(by: .seconds(90)))
        #expect(try await store.openIncidents() == [open])
        #expect(try await store.excusedIncidents() == [excused])
        #expect(try await store.incidentStates() == ["orders": IncidentState(failuresInARow: 3, openIncident: "open")])
        open.parent = "group"
        try await store.append(WriteBatch(incidents: [open]))
        #expect(try await store.members(of: "group") == [open])
        #expect(try await store.silences().isEmpty)
        try await store.close()
    }

    @Test func whoOnlyReadsIsToldToMigrateFirst() async throws {
        let server = try await Self.makeOlderDatabase()
        let reader = PostgresStore(server, access: .reader)
        await #expect(
            throws: StoreError.unusable(
                "The database sonde@db is in the form of an older version of Sonde; start 'sonde run' of this version "
                    + "once, which brings it to the newest.")
        ) { _ = try await reader.openIncidents() }
        let owner = PostgresStore(server)
        #expect(try await owner.openIncidents().count == 1)
        #expect(try await reader.openIncidents().count == 1)
        for store in [reader, owner] { try await store.close() }
    }

    @Test func everythingIsThereForTheNextOne() async throws {
        let server = try OwnCluster.database().server
        let first = PostgresStore(server)
        try await first.append(StoreConformance.everyAlert)
        try await first.close()
        let second = PostgresStore(server)
        try await StoreConformance.expectEveryAlert(in: second)
        try await second.close()
    }

    /// The last table that a batch comes to refuses it: nothing of it may stay.
    @Test func aBatchIsTakenAsAWhole() async throws {
        let (url, server) = try OwnCluster.database()
        let store = PostgresStore(server)
        #expect(try await store.openIncidents().isEmpty)
        try OwnCluster.current?.run("ALTER TABLE silences ADD CONSTRAINT refuse CHECK (purpose = 'nothing')", in: url)
        await #expect(throws: StoreError.self) { try await store.append(StoreConformance.everyAlert) }
        #expect(try await store.openIncidents().isEmpty)
        #expect(try await store.notices(in: nil, limit: 9).isEmpty)
        #expect(try await store.timeline(of: "a-0").isEmpty)
        try OwnCluster.current?.run("ALTER TABLE silences DROP CONSTRAINT refuse", in: url)
        try await store.append(StoreConformance.everyAlert)
        try await StoreConformance.expectEveryAlert(in: store)
        try await store.close()
    }

    /// An append that was given up and the same one again: neither fails, and nothing is there twice.
    @Test func theSameBatchAtOnceIsThereOnce() async throws {
        let server = try OwnCluster.database().server
        let stores = (0..<4).map { _ in PostgresStore(server) }
        for store in stores { try await store.layout() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for store in stores { group.addTask { try await store.append(StoreConformance.everyAlert) } }
            try await group.waitForAll()
        }
        try await StoreConformance.expectEveryAlert(in: stores[0])
        for store in stores { try await store.close() }
    }

    /// What is nested can be asked for.
    @Test func nestedValuesAreReadableInSQL() async throws {
        let (url, server) = try OwnCluster.database()
        let store = PostgresStore(server)
        try await store.append(StoreConformance.everyAlert)
        try OwnCluster.current?.run(
            """
            DO $$ BEGIN
                ASSERT (SELECT count(*) FROM notifications WHERE incident ->> 'reason' = 'slow') = 4;
                ASSERT (SELECT count(*) FROM silences WHERE matcher -> 'groups' ->> 0 = 'core') = 4;
                ASSERT (SELECT count(*) FROM silences WHERE schedule -> 'weekly' IS NOT NULL) = 1;
            END $$
            """, in: url)
        try await store.close()
    }
}
