import GRDB
import GRDBSQLite
import SondeCore

/// Steps through the rows of one prepared SELECT whose parameters are whole numbers, on SQLite's own interface: a chart
/// reads tens of thousands of rows. Columns are counted from 0.
struct RowReading {
    private let statement: OpaquePointer
    private let database: Database

    init(_ sql: String, _ arguments: [Int64], in database: Database) throws {
        statement = try database.cachedStatement(sql: sql).sqliteStatement
        self.database = database
        sqlite3_reset(statement)
        for (index, argument) in arguments.enumerated() {
            sqlite3_bind_int64(statement, Int32(index + 1), argument)
        }
    }

    /// Goes on to the next row; false after the last one.
    mutating func next() throws -> Bool {
        let code = sqlite3_step(statement)
        if code == SQLITE_ROW { return true }
        sqlite3_reset(statement)
        guard code == SQLITE_DONE else {
            throw DatabaseError(
                resultCode: ResultCode(rawValue: code),
                message: String(cString: sqlite3_errmsg(database.sqliteConnection)))
        }
        return false
    }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    func bool(_ column: Int32) -> Bool { integer(column) != 0 }

    /// A column of microseconds.
    func duration(_ column: Int32) -> Duration? {
        sqlite3_column_type(statement, column) == SQLITE_NULL ? nil : .microseconds(integer(column))
    }

    func bytes(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(statement, column) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
    }
}
