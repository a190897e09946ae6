import Foundation
import GRDB
import SondeCore
import SondeTestSupport
import Testing

@testable import SondeSQLite

/// A folder of its own for each test, removed with it.
final class ScratchFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("sonde-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}

@Suite struct SQLiteStoreTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    @Test(arguments: StoreConformance.all)
    func conforms(_ check: StoreConformance) async throws {
        let store = try SQLiteStore(path: folder.path("conformance.db"))
        try await check.run(store)
        try await store.close()
    }

    @Test func keepsEverythingOverAReopening() async throws {
        let path = folder.path("reopened.db")
        let result = ProbeResult(
            endpoint: "orders", timestamp: Timestamp(microseconds: 1_767_571_200_123_456),
            responseTime: .milliseconds(12), statusCode: 200)
        let first = try SQLiteStore(path: path)
        try await first.append(WriteBatch(results: [result]))
        try await first.close()
        let second = try SQLiteStore(path: path)
        let range = Timestamp(microseconds: 0)..<Timestamp(microseconds: .max)
        #expect(try await second.results(for: "orders", in: range, limit: 9) == [result])
        try await second.close()
    }

    @Test func showsThePromisedColumns() async throws {
        let path = folder.path("columns.db")
        let store = try SQLiteStore(path: path)
        var result = ProbeResult(
            endpoint: "orders", timestamp: Timestamp(microseconds: 1_767_571_200_123_456),
            responseTime: .microseconds(12_500), phases: PhaseTimings(dns: .microseconds(500)), statusCode: 503,
            responseSize: 7)
        result.failure = ProbeFailure(.unexpectedStatus, "Status 503 instead of 200 to 299.")
        let anomaly = Anomaly(
            endpoint: "orders", timestamp: result.timestamp, responseTime: .microseconds(12_500), score: -0.25,
            surprise: 3, severity: .critical, reasons: ["slow"])
        try await store.append(WriteBatch(results: [result], anomalies: [anomaly]))
        let row = try await firstRow(of: "api_metrics", in: store)
        #expect(
            row.names == [
                "timestamp", "api_name", "response_time_ms", "status_code", "success", "response_size_bytes",
                "error_message", "dns_ms", "connect_ms", "tls_ms", "ttfb_ms", "transfer_ms", "location",
            ])
        #expect(row.values["timestamp"] == "2026-01-05T00:00:00.123Z".databaseValue)
        #expect(row.values["response_time_ms"] == 12.5.databaseValue)
        #expect(row.values["success"] == 0.databaseValue)
        #expect(row.values["dns_ms"] == 0.5.databaseValue)
        #expect(row.values["tls_ms"] == .null)
        let marked = try await firstRow(of: "anomalies", in: store)
        #expect(
            marked.names == [
                "timestamp", "api_name", "response_time_ms", "anomaly_score", "surprise", "severity", "is_anomaly",
                "reasons", "location",
            ])
        #expect(marked.values["severity"] == "critical".databaseValue)
        #expect(marked.values["anomaly_score"] == (-0.25).databaseValue)
        try await store.close()
    }

    private func firstRow(
        of view: String, in store: SQLiteStore
    ) async throws -> (names: [String], values: [String: DatabaseValue]) {
        try await store.read { db in
            let row = try #require(try Row.fetchOne(db, sql: "SELECT * FROM \(view)"))
            return (Array(row.columnNames), Dictionary(row.map { ($0, $1) }) { first, _ in first })
        }
    }

    @Test func commitsAllOfABatchOrNothing() async throws {
        let path = folder.path("atomic.db")
        let store = try SQLiteStore(path: path)
        try await store.write { db in
            try db.execute(
                sql: "CREATE TRIGGER refuse BEFORE INSERT ON incident_rows BEGIN SELECT RAISE(ABORT, 'refused'); END")
        }
        let time = Timestamp(microseconds: 1_767_571_200_000_000)
        let batch = WriteBatch(
            results: [ProbeResult(endpoint: "new", timestamp: time)],
            incidents: [
                Incident(id: "i", endpoint: "new", kind: .failure, severity: .critical, openedAt: time, reason: "r")
            ])
        await #expect(throws: StoreError.self) { try await store.append(batch) }
        let range = Timestamp(microseconds: 0)..<Timestamp(microseconds: .max)
        #expect(try await store.results(for: "new", in: range, limit: 9).isEmpty)
        // The id given out in the failed transaction must not be remembered.
        try await store.write { db in try db.execute(sql: "DROP TRIGGER refuse") }
        try await store.append(batch)
        #expect(try await store.results(for: "new", in: range, limit: 9).count == 1)
        try await store.close()
    }

    @Test func aLockedDatabaseIsSondesOwnTroubleAndPasses() async throws {
        let path = folder.path("locked.db")
        let store = try SQLiteStore(path: path)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: path, configuration: configuration)
        let result = ProbeResult(endpoint: "a", timestamp: Timestamp(microseconds: 1_767_571_200_000_000))
        try await other.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
        }
        let error = await #expect(throws: StoreError.self) { try await store.append(WriteBatch(results: [result])) }
        #expect(error == .unavailable("The database \(path) is locked by another process; Sonde keeps trying."))
        try await other.writeWithoutTransaction { db in try db.execute(sql: "ROLLBACK") }
        try await store.append(WriteBatch(results: [result]))
        try await store.close()
    }

    @Test(arguments: [
        ("full", "PRAGMA max_page_count = 1", "The disk that holds ", " is full; free some space on it."),
        ("read-only", "PRAGMA query_only = 1", "The database ", " has become read-only; make it writable again."),
    ])
    func aFullOrReadOnlyDatabaseIsNamed(_ name: String, pragma: String, beginning: String, ending: String) async throws
    {
        let path = folder.path("\(name).db")
        let store = try SQLiteStore(path: path)
        try await store.database.pool.writeWithoutTransaction { db in try db.execute(sql: pragma) }
        let many = (0..<2000).map { ProbeResult(endpoint: "a", timestamp: Timestamp(microseconds: Int64($0))) }
        let error = await #expect(throws: StoreError.self) { try await store.append(WriteBatch(results: many)) }
        #expect(error == .unavailable(beginning + path + ending))
        try await store.close()
    }

    @Test func aNewerDatabaseIsRefused() throws {
        let path = folder.path("newer.db")
        let queue = try DatabaseQueue(path: path)
        var migrator = SQLiteSchema.migrator
        migrator.registerMigration("99 from the future") { db in try db.execute(sql: "CREATE TABLE future (id INTEGER)")
        }
        try migrator.migrate(queue)
        #expect(
            throws: StoreError.newerSchema(
                "The database \(path) was made by a newer version of Sonde; "
                    + "start that version, or set store.url to another file.")
        ) { try SQLiteStore(path: path) }
    }

    @Test func aFileThatIsNoDatabaseIsRefused() throws {
        let path = folder.path("text.db")
        try String(repeating: "no database ", count: 1000).write(toFile: path, atomically: true, encoding: .utf8)
        #expect(
            throws: StoreError.unusable(
                "The file \(path) is not a sound SQLite database; move it away, or set store.url to another file.")
        ) { try SQLiteStore(path: path) }
    }

    @Test func aMissingFolderIsNamed() throws {
        let path = folder.path("missing/sonde.db")
        #expect(
            throws: StoreError.unusable(
                "The database \(path) cannot be opened; check that its folder exists and may be written, "
                    + "or set store.url to another file.")
        ) { try SQLiteStore(path: path) }
    }
}
