import GRDB
import GRDBSQLite
import SondeCore

/// Binds and steps one prepared INSERT again and again, on SQLite's own interface: GRDB's arguments are an array of
/// existentials a row, which costs more than the insertion itself.
struct RowInsertion {
    private let statement: OpaquePointer
    private let database: Database
    private var column: Int32 = 0

    init(_ sql: String, in database: Database) throws {
        statement = try database.cachedStatement(sql: sql).sqliteStatement
        self.database = database
    }

    mutating func bind(_ value: Int64?) {
        column += 1
        if let value {
            sqlite3_bind_int64(statement, column, value)
        } else {
            sqlite3_bind_null(statement, column)
        }
    }

    mutating func bind(_ value: Int?) { bind(value.map(Int64.init)) }

    mutating func bind(_ duration: Duration?) { bind(duration?.microseconds) }

    mutating func bind(_ value: Double?) {
        column += 1
        if let value {
            sqlite3_bind_double(statement, column, value)
        } else {
            sqlite3_bind_null(statement, column)
        }
    }

    mutating func bind(_ text: String?) {
        column += 1
        guard var text else {
            sqlite3_bind_null(statement, column)
            return
        }
        // SQLITE_TRANSIENT: SQLite makes a copy before the call returns.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        text.withUTF8 { bytes in
            guard !bytes.isEmpty else {
                // No bytes may mean no address, which SQLite would take for NULL.
                _ = sqlite3_bind_text(statement, column, "", 0, transient)
                return
            }
            bytes.withMemoryRebound(to: CChar.self) { characters in
                _ = sqlite3_bind_text(statement, column, characters.baseAddress, Int32(bytes.count), transient)
            }
        }
    }

    mutating func bind(_ bytes: [UInt8]) {
        column += 1
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        // No bytes may mean no address, which SQLite would take for NULL.
        _ = (bytes.isEmpty ? [0] : bytes).withUnsafeBytes {
            sqlite3_bind_blob(statement, column, $0.baseAddress, Int32(bytes.count), transient)
        }
    }

    /// Inserts the row that was bound, and begins the next.
    mutating func insert() throws {
        column = 0
        let code = sqlite3_step(statement)
        sqlite3_reset(statement)
        guard code == SQLITE_DONE else {
            throw DatabaseError(
                resultCode: ResultCode(rawValue: code),
                message: String(cString: sqlite3_errmsg(database.sqliteConnection)))
        }
    }
}
