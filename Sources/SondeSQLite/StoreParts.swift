import GRDB
import SondeCore

/// What each kind of rows takes: counted where the file is small, told from a sample where that would read gigabytes.
struct StoreParts {
    var parts: [StoreSize.Part]
    var isEstimated: Bool

    /// Counting reads everything: about a second.
    private static let mostBytesToCount = 1 << 30

    /// - Parameter used: Bytes of all pages that hold something.
    static func measured(in db: Database, used: Int) throws -> StoreParts {
        if used <= mostBytesToCount, let bytes = try bytesByTable(in: db) {
            return StoreParts(parts: try counted(in: db, bytes: bytes), isEstimated: false)
        }
        return StoreParts(parts: try StoreSample(in: db).parts(of: used), isEstimated: true)
    }

    private static let tables: KeyValuePairs = [
        "results": ["results"], "anomalies": ["anomaly_rows"], "minute roll-ups": [RollupStep.minute.table],
        "hour roll-ups": [RollupStep.hour.table], "incidents": ["incident_rows"],
        "alerts": ["notice_rows", "timeline_rows", "silence_rows"], "detectors": ["detector_states"],
    ]

    private static func counted(in db: Database, bytes: [String: Int]) throws -> [StoreSize.Part] {
        try tables.map { name, tables in
            try tables.reduce(into: StoreSize.Part(name: name, rows: 0, bytes: 0)) { part, table in
                part.rows += try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0
                part.bytes += bytes[table] ?? 0
            }
        }
    }

    /// Indexes included; nil where SQLite was built without the table that tells.
    private static func bytesByTable(in db: Database) throws -> [String: Int]? {
        let statement: Statement
        do {
            statement = try db.makeStatement(
                sql: """
                    SELECT s.tbl_name, sum(d.pgsize) FROM dbstat d JOIN sqlite_schema s ON s.name = d.name
                    WHERE d.aggregate = TRUE GROUP BY s.tbl_name
                    """)
        } catch {
            return nil
        }
        let rows = try Row.fetchAll(statement)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as String, $0[1] as Int) })
    }
}
