import GRDB
import SondeCore
import Testing

@testable import SondeSQLite

@Suite struct SQLiteSchemaTests {
    private let folder: ScratchFolder
    private let time = Timestamp(microseconds: 1_767_571_200_123_456)

    init() throws {
        folder = try ScratchFolder()
    }

    @Test func aDatabaseOfTheFirstSchemaIsMigratedWithItsRows() async throws {
        let path = folder.path("first.db")
        let queue = try DatabaseQueue(path: path)
        try SQLiteSchema.migrator.migrate(queue, upTo: "1 results, anomalies, incidents")
        try await queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO endpoints (id, name) VALUES (1, 'orders');
                    INSERT INTO results (endpoint_id, timestamp, location, size, error_category, error_message)
                    VALUES (1, 1767571200123456, 'local', 0, 'refused', 'Connection refused.');
                    INSERT INTO incidents (id, endpoint_id, kind, severity, opened_at, reason)
                    VALUES ('i', 1, 'failure', 3, 1767571200123456, 'refused');
                    """)
        }
        try queue.close()
        let store = try SQLiteStore(path: path)
        let later = time.advanced(by: .seconds(1))
        #expect(try await store.failures(for: "orders", before: later, limit: 9).map(\.timestamp) == [time])
        #expect(try await store.openIncidents().map(\.id) == ["i"])
        try await store.close()
    }

    @Test func incidentsAreReadableInSQL() async throws {
        let store = try SQLiteStore(path: folder.path("incidents.db"))
        var incident = Incident(
            id: "i", endpoint: "orders", kind: .anomaly, severity: .high, openedAt: time, reason: "slow")
        try await store.append(WriteBatch(incidents: [incident]))
        let columns = [
            "id", "api_name", "kind", "severity", "opened_at", "closed_at", "reason", "excused_at", "scope", "parent",
            "flapping", "acknowledged_at", "acknowledged_by", "quiet",
        ]
        #expect(try await firstRow(store).map(\.0) == columns)
        let values: [DatabaseValue] = [
            "i".databaseValue, "orders".databaseValue, "anomaly".databaseValue, "high".databaseValue,
            "2026-01-05T00:00:00.123Z".databaseValue, .null, "slow".databaseValue, .null, "endpoint".databaseValue,
            .null, 0.databaseValue, .null, .null, .null,
        ]
        #expect(try await firstRow(store).map(\.1) == values)
        incident.closedAt = time.advanced(by: .seconds(60))
        incident.excusedAt = time.advanced(by: .seconds(90))
        incident.scope = .host
        incident.parent = "p"
        incident.isFlapping = true
        incident.acknowledgement = Incident.Acknowledgement(at: time.advanced(by: .seconds(30)), by: "Ada")
        incident.quiet = .silenced
        try await store.append(WriteBatch(incidents: [incident]))
        #expect(try await firstRow(store)[5].1 == "2026-01-05T00:01:00.123Z".databaseValue)
        #expect(try await firstRow(store)[7].1 == "2026-01-05T00:01:30.123Z".databaseValue)
        let alerted = try await firstRow(store)[8...].map { $0.1.description }
        #expect(alerted == ["\"host\"", "\"p\"", "1", "\"2026-01-05T00:00:30.123Z\"", "\"Ada\"", "\"silenced\""])
        try await store.close()
    }

    /// As the API has them: a time of one and that of the other are found by each other.
    @Test(arguments: [0, 1, 499_999, 999_500, 999_999] as [Int64])
    func timesAreCutToTheMillisecond(microseconds: Int64) async throws {
        let store = try SQLiteStore(path: folder.path("times.db"))
        let time = Timestamp(microseconds: 1_767_571_200_000_000 + microseconds)
        try await store.append(
            WriteBatch(
                results: [ProbeResult(endpoint: "orders", timestamp: time, statusCode: 200)],
                anomalies: [
                    Anomaly(
                        endpoint: "orders", timestamp: time, responseTime: nil, score: -0.1, surprise: 3,
                        severity: .medium, reasons: [])
                ],
                incidents: [
                    Incident(id: "i", endpoint: "orders", kind: .anomaly, severity: .high, openedAt: time, reason: "r")
                ]))
        for column in ["timestamp FROM api_metrics", "timestamp FROM anomalies", "opened_at FROM incidents"] {
            let text = try await store.read { try String.fetchOne($0, sql: "SELECT \(column)") }
            #expect(text == time.rfc3339)
        }
        try await store.close()
    }

    private func firstRow(_ store: SQLiteStore) async throws -> [(String, DatabaseValue)] {
        try await store.read { db in
            try #require(try Row.fetchOne(db, sql: "SELECT * FROM incidents")).map { ($0, $1) }
        }
    }

    @Test func failuresAreFoundByTheirIndex() async throws {
        let plan = try await plan(of: SQLiteStore.selectFailures, ["orders", 1, 9])
        #expect(plan.contains("SEARCH r USING INDEX failed_results (endpoint_id=? AND timestamp<?)"))
        #expect(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"))
    }

    @Test(arguments: ["api_metrics", "anomalies"])
    func theRowsOfOneAPIAreFoundByTheKey(view: String) async throws {
        let plan = try await plan(of: "SELECT * FROM \(view) WHERE api_name = ? ORDER BY timestamp", ["orders"])
        #expect(plan.contains("USING PRIMARY KEY (endpoint_id=?)"))
        #expect(!plan.contains("SCAN r") && !plan.contains("SCAN a"))
    }

    private func plan(of sql: String, _ arguments: StatementArguments) async throws -> String {
        let store = try SQLiteStore(path: folder.path("plan.db"))
        let plan = try await store.read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql, arguments: arguments).map { $0["detail"] as String }
        }
        try await store.close()
        return plan.joined(separator: "\n")
    }
}
