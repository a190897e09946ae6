import SondeCore
import SondeTestSupport
import Testing

@testable import SondePostgres

/// Hypertables, compression and policies, where the timescaledb extension is installed.
@Suite(
    .enabled(if: PostgresCluster.offersTimescale, "the timescaledb extension is installed; it is not in Debian"),
    .timescaleCluster, .timeLimit(.minutes(10))
) struct TimescaleTests {
    private static let start = Timestamp(microseconds: 1_767_571_200_000_000)
    private static let always = Timestamp(microseconds: 0)..<Timestamp(microseconds: .max / 2)

    /// The policies know today's date and would remove what the tests make up.
    private static let forEver = Retention(
        results: .seconds(36_500 * 86_400), minuteRollups: .seconds(36_500 * 86_400),
        hourRollups: .seconds(36_500 * 86_400))

    @Test(arguments: StoreConformance.all)
    func conforms(_ check: StoreConformance) async throws {
        let store = PostgresStore(try OwnCluster.database().server, retention: Self.forEver)
        try await check.run(store)
        try await store.close()
    }

    @Test func whatItIsIsTold() async throws {
        let store = PostgresStore(try OwnCluster.database().server)
        let kind = try await store.kind()
        #expect(kind.hasPrefix("TimescaleDB 2.") && kind.contains(" on PostgreSQL "))
        try await store.close()
    }

    private static func texts(_ query: String, in server: PostgresServer) async throws -> [String] {
        let connection = PostgresConnection(server, label: "test")
        let texts = try await connection.transaction { connection in
            try connection.query(query) { rows in (0..<rows.count).map { rows.text($0, 0) } }
        }
        await connection.close()
        return texts
    }

    @Test func tablesAreHypertablesWithPolicies() async throws {
        let server = try OwnCluster.database().server
        let kept = [Retention(results: .seconds(7 * 86_400)), Retention(results: .seconds(9 * 86_400))]
        for retention in kept {
            let store = PostgresStore(server, retention: retention)
            _ = try await store.openIncidents()
            try await store.close()
            let days = retention.results.components.seconds / 86_400 + 2
            let dropped = try await Self.texts(
                """
                SELECT hypertable_name || ' ' || extract(epoch FROM (config ->> 'drop_after')::interval)::bigint / 86400
                FROM timescaledb_information.jobs
                WHERE proc_name = 'policy_retention' AND hypertable_name IS NOT NULL ORDER BY 1
                """, in: server)
            #expect(
                dropped == ["anomalies \(days)", "api_metrics \(days)", "hour_rollups 1827", "minute_rollups 182"])
        }
        let compressed = try await Self.texts(
            """
            SELECT (hypertable_name || ' ' || (config ->> 'compress_after'))::text FROM timescaledb_information.jobs
            WHERE proc_name = 'policy_compression' ORDER BY 1
            """, in: server)
        #expect(
            compressed == [
                "anomalies 7 days", "api_metrics 7 days", "hour_rollups 7 days", "minute_rollups 7 days",
            ])
        let chunks = try await Self.texts(
            """
            SELECT (hypertable_name || ' ' || time_interval)::text FROM timescaledb_information.dimensions ORDER BY 1
            """, in: server)
        #expect(chunks == ["anomalies 1 day", "api_metrics 1 day", "hour_rollups 30 days", "minute_rollups 7 days"])
    }

    /// What is pressed is read as before, takes late results, and is rolled up again.
    @Test func compressedDaysAreReadAndWritten() async throws {
        let server = try OwnCluster.database().server
        let store = PostgresStore(server, retention: Self.forEver)
        func result(_ second: Int) -> ProbeResult {
            ProbeResult(
                endpoint: "a", timestamp: Self.start.advanced(by: .seconds(second)),
                responseTime: .milliseconds(100 + second % 50), statusCode: 200)
        }
        let results = stride(from: 0, to: 172_800, by: 60).map(result)
        try await store.append(WriteBatch(results: results))
        try await store.rollUp(until: Self.start.advanced(by: .seconds(172_800)))
        for table in PostgresLayout.dividedTables {
            _ = try await Self.texts("SELECT compress_chunk(c)::text FROM show_chunks('\(table)') c", in: server)
        }
        let pressed = try await Self.texts(
            "SELECT count(*)::text FROM timescaledb_information.chunks WHERE is_compressed", in: server)
        #expect(pressed == ["4"])
        let read = try await store.results(for: "a", in: Self.always, limit: .max)
        #expect(read == results)
        // Again what is there, and one more.
        try await store.append(WriteBatch(results: [results[0], result(7)]))
        try await store.rollUp(until: Self.start.advanced(by: .seconds(172_800)))
        let hours = try await store.series(for: "a", in: Self.always, step: .seconds(3600))
        #expect(hours.map(\.count) == [61] + Array(repeating: 60, count: 47))
        let removed = try await store.prune(
            before: RetentionCutoffs(results: Self.start.advanced(by: .seconds(86_400))))
        #expect(removed == 1441)
        let left = try await store.results(for: "a", in: Self.always, limit: .max)
        #expect(left == Array(results[1440...]))
        let after = try await store.series(for: "a", in: Self.always, step: .seconds(3600))
        #expect(after == hours)
        try await store.close()
    }
}
