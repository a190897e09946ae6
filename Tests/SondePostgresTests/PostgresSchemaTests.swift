import SondeCore
import SondeTestSupport
import Testing

@testable import SondePostgres

/// What people and other Sondes find in the database.
@Suite(.ownCluster, .timeLimit(.minutes(5))) struct PostgresSchemaTests {
    private static let start = Timestamp(microseconds: 1_767_571_200_000_000)

    private static func result(_ endpoint: String, _ seconds: Int, milliseconds: Int = 100) -> ProbeResult {
        ProbeResult(
            endpoint: endpoint, timestamp: start.advanced(by: .seconds(seconds)),
            responseTime: .milliseconds(milliseconds), statusCode: 200)
    }

    private static func rows(of query: String, in server: PostgresServer) async throws -> [[String]] {
        let connection = PostgresConnection(server, label: "test")
        let rows = try await connection.transaction { connection in
            // As a text each: the columns' own types are not what is asked for.
            try connection.query("SELECT q::text FROM (\(query)) q") { rows in
                (0..<rows.count).map { rows.text($0, 0) }
            }
        }
        await connection.close()
        return rows.map {
            $0.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    @Test func thePromisedColumnsAreThere() async throws {
        let server = try OwnCluster.database().server
        let store = PostgresStore(server)
        try await store.append(WriteBatch(results: [Self.result("a", 0)]))
        let promised = [
            (
                "incidents",
                "id api_name kind severity opened_at closed_at reason excused_at scope parent flapping acknowledged_at "
                    + "acknowledged_by quiet"
            ),
            ("notifications", "id incident_id channel event created_at due_at ended_at state attempts error"),
            ("incident_events", "incident_id timestamp kind text author"),
            ("silences", "id purpose matcher schedule starts_at ends_at comment author created_at ended_at"),
            (
                "api_metrics",
                "timestamp api_name response_time_ms status_code success response_size_bytes error_message "
                    + "dns_ms connect_ms tls_ms ttfb_ms transfer_ms location"
            ),
            (
                "anomalies",
                "timestamp api_name response_time_ms anomaly_score surprise severity is_anomaly reasons location"
            ),
        ]
        for (table, names) in promised {
            let columns = names.split(separator: " ").joined(separator: ", ")
            _ = try await Self.rows(of: "SELECT \(columns) FROM \(table)", in: server)
        }
        try await store.close()
    }

    /// Word for word, as people have it in their dashboards.
    @Test func theQueryOfResponseTimesRunsAsItIs() async throws {
        let server = try OwnCluster.database().server
        let store = PostgresStore(server)
        let results =
            (1...20).map { Self.result("a", 15 * $0, milliseconds: $0) } + [Self.result("a", 905, milliseconds: 7)]
        try await store.append(WriteBatch(results: results))
        let rows = try await Self.rows(
            of: """
                SELECT time_bucket('15m', timestamp) AS time, api_name, AVG(response_time_ms) AS avg_rt,
                       percentile_cont(0.95) WITHIN GROUP (ORDER BY response_time_ms) AS p95
                FROM api_metrics GROUP BY 1, 2 ORDER BY 1
                """, in: server)
        #expect(
            rows == [
                ["\"2026-01-05 00:00:00+00\"", "a", "10.5", "19.05"], ["\"2026-01-05 00:15:00+00\"", "a", "7", "7"],
            ])
        try await store.close()
    }

    @Test func theQueryOfAnomaliesRunsAsItIs() async throws {
        let server = try OwnCluster.database().server
        let store = PostgresStore(server)
        let scores = [-0.3, -0.1, 0.1, -0.25]
        let anomalies = scores.enumerated().map { index, score in
            Anomaly(
                endpoint: "a", timestamp: Self.start.advanced(by: .seconds(15 * index)), responseTime: nil,
                score: score,
                surprise: nil, severity: nil, reasons: [])
        }
        try await store.append(WriteBatch(anomalies: anomalies))
        let rows = try await Self.rows(
            of: """
                SELECT time_bucket('1h', timestamp) AS time, api_name, AVG(anomaly_score) AS avg_score,
                       COUNT(*) FILTER (WHERE anomaly_score < -0.2) AS critical_count
                FROM anomalies WHERE anomaly_score < 0 GROUP BY 1, 2
                """, in: server)
        #expect(rows.count == 1)
        #expect(rows.first?[1] == "a" && rows.first?[3] == "2")
        #expect(abs((rows.first.flatMap { Double($0[2]) } ?? 0) + 0.65 / 3) < 1e-9)
        try await store.close()
    }

    @Test func severalThatStartAtOnceMakeOneSchema() async throws {
        let server = try OwnCluster.database().server
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<6 {
                group.addTask {
                    let store = PostgresStore(server)
                    try await store.append(WriteBatch(results: [Self.result("lane-\(lane)", 0)]))
                    try await store.rollUp(until: Self.start.advanced(by: .seconds(7200)))
                    try await store.close()
                }
            }
            try await group.waitForAll()
        }
        let migrations = try await Self.rows(of: "SELECT version, name FROM sonde_migrations", in: server)
        #expect(migrations.map(\.first) == ["1", "2"])
        let counts = try await Self.rows(of: "SELECT sum(count) FROM hour_rollups", in: server)
        #expect(counts == [["6"]])
    }

    @Test func aDatabaseOfANewerSondeIsRefused() async throws {
        let (url, server) = try OwnCluster.database()
        let store = PostgresStore(server)
        try await store.append(WriteBatch(results: [Self.result("a", 0)]))
        try await store.close()
        try OwnCluster.current?.run("INSERT INTO sonde_migrations VALUES (99, 'of tomorrow')", in: url)
        for access in [PostgresStore.Access.owner, .reader] {
            await #expect(
                throws: StoreError.newerSchema(
                    "The database sonde@db was made by a newer version of Sonde; start that version, or set store.url to "
                        + "another database.")
            ) { _ = try await PostgresStore(server, access: access).openIncidents() }
        }
    }

    @Test func whoOnlyReadsMakesNothing() async throws {
        let server = try OwnCluster.database().server
        await #expect(
            throws: StoreError.unusable("The database sonde@db holds nothing of Sonde yet; start 'sonde run' first.")
        ) { _ = try await PostgresStore(server, access: .reader).openIncidents() }
        let tables = try await Self.rows(of: "SELECT relname FROM pg_class WHERE relname LIKE 'sonde%'", in: server)
        #expect(tables.isEmpty)
    }

    @Test func aSecondOnlyOneIsRefusedUntilTheFirstEnds() async throws {
        let server = try OwnCluster.database().server
        let first = PostgresStore(server, access: .sole)
        _ = try await first.openIncidents()
        let second = PostgresStore(server, access: .sole)
        await #expect(
            throws: StoreError.unusable(
                "Another Sonde stores in sonde@db; end that one first, or give this one a database of its own.")
        ) { _ = try await second.openIncidents() }
        // Commands work beside it.
        _ = try await PostgresStore(server).size()
        try await first.close()
        _ = try await second.openIncidents()
        try await second.close()
    }

    @Test func aUserWhoMayNotIsToldWhatIsMissing() async throws {
        let (url, _) = try OwnCluster.database()
        try OwnCluster.current?.run(
            "CREATE ROLE guest LOGIN PASSWORD 'guest'; REVOKE CREATE ON SCHEMA public FROM PUBLIC", in: url)
        let guest = url.replacing(#/sonde:[^@]*@/#, with: "guest:guest@")
        await #expect(
            throws: StoreError.unusable(
                "PostgreSQL at guest@db does not let Sonde do that: permission denied for schema public; grant it to the "
                    + "user.")
        ) { _ = try await PostgresStore(PostgresServer(url: Secret(guest), description: "guest@db")).openIncidents() }
    }

    /// Whatever is begun when the server ends is undone as a whole, and made by the next one.
    @Test func aMigrationThatBreaksOffIsBegunAgain() async throws {
        let (url, server) = try OwnCluster.database()
        // It waits for this lock in the middle of its work.
        let blocker = PostgresConnection(server, label: "blocker")
        try await blocker.transaction { try $0.execute("SELECT pg_advisory_lock(\(AdvisoryLock.migration.key))") }
        let store = PostgresStore(server)
        let first = Task { try await store.openIncidents() }
        let watcher = PostgresConnection(server, label: "watcher")
        while true {
            let cut = try await watcher.transaction { connection in
                try connection.query(
                    """
                    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                    WHERE wait_event_type = 'Lock' AND datname = current_database()
                    """
                ) { $0.integer(0, 0) }
            }
            if cut > 0 { break }
        }
        await #expect(throws: StoreError.self) { try await first.value }
        await blocker.close()
        await watcher.close()
        let open = try await store.openIncidents()
        #expect(open.isEmpty)
        try await store.close()
        _ = url
    }
}
