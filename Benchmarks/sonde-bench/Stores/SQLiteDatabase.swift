import Foundation
import SondeCore
import SondeSQLite

/// A SQLite file, and the sqlite3 shell.
final class SQLiteDatabase: BenchDatabase {
    let name = "SQLite"
    let resultTable = "results"
    private let folder: ScratchFolder
    private var path: String { folder.path("bench.db") }

    init() throws {
        folder = try ScratchFolder()
    }

    deinit { folder.remove() }

    var url: String { "sqlite:\(path)" }

    func open() throws -> any Store { try SQLiteStore(path: path) }

    func openToRead() throws -> any Store { try SQLiteStore(reading: path) }

    private func shell(_ path: String) -> ShellCommand {
        ShellCommand(program: "sqlite3", arguments: ["-batch", "-bail", path])
    }

    /// A store that is closed has put everything in the file.
    func settle() {}

    func bytesOfResults() throws -> Int {
        try Data(contentsOf: URL(filePath: path), options: .alwaysMapped).count
    }

    func compressedBytesOfResults() -> Int? { nil }

    func importSeconds() throws -> Double {
        let rows = folder.path("rows.csv")
        try shell(path).run(".mode csv\n.once \(rows)\nSELECT * FROM results ORDER BY timestamp;")
        // The import knows no NULL: what was none is an empty text, which the index of failures must leave out as well.
        let schema = try shell(path).run(".schema results").replacing(" IS NOT NULL", with: " <> ''")
        let copy = folder.path("import.db")
        // As Sonde sets it.
        try shell(copy).run("PRAGMA journal_mode = WAL;\n\(schema)")
        let seconds = try seconds {
            _ = try shell(copy).run(
                "PRAGMA synchronous = NORMAL;\nPRAGMA cache_size = -65536;\n.import --csv \(rows) results")
        }
        for file in [rows, copy] { try FileManager.default.removeItem(atPath: file) }
        return seconds
    }

    func copy(_ table: String, toEndpoints numbers: ClosedRange<Int>, of times: Range<Timestamp>) throws {
        let columns = try shell(path).run(
            "SELECT group_concat(name) FROM pragma_table_info('\(table)') WHERE name <> 'endpoint_id';")
        // CROSS JOIN keeps the order: an hour of all endpoints, then the next hour.
        try shell(path).run(
            """
            PRAGMA synchronous = OFF;
            PRAGMA cache_size = -1000000;
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < \(numbers.upperBound))
            INSERT OR IGNORE INTO endpoints (id, name) SELECT n, printf('api-%04d', n) FROM numbers;
            CREATE TEMP TABLE copied AS SELECT \(columns) FROM \(table)
            WHERE endpoint_id = 1 AND timestamp >= \(times.lowerBound.microseconds)
                AND timestamp < \(times.upperBound.microseconds) ORDER BY timestamp;
            INSERT INTO \(table) (endpoint_id, \(columns)) SELECT e.id, \(columns) FROM copied CROSS JOIN endpoints e
            WHERE e.id BETWEEN \(numbers.lowerBound) AND \(numbers.upperBound);
            """)
    }
}
