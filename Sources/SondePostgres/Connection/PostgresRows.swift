import CPostgres
import SondeCore

/// The rows that a statement gave, in PostgreSQL's binary form. Columns are counted from 0; whoever asks for a value knows
/// the column's type.
final class PostgresRows {
    private let result: OpaquePointer
    let count: Int

    /// Takes over a result of libpq.
    init(_ result: OpaquePointer) {
        self.result = result
        count = Int(PQntuples(result))
    }

    deinit { PQclear(result) }

    /// Whether the statement was refused or broke off.
    var hasFailed: Bool { ![PGRES_COMMAND_OK, PGRES_TUPLES_OK].contains(PQresultStatus(result)) }

    /// The SQLSTATE and the message of a statement that failed.
    var fault: (state: String, words: String) { (field(sonde_diag_sqlstate), field(sonde_diag_message)) }

    private func field(_ code: Int32) -> String { PQresultErrorField(result, code).map { String(cString: $0) } ?? "" }

    /// Whether a table that a prepared statement reads was changed. Only where that was found is told in all languages alike.
    var foundOldPlan: Bool { fault.state == "0A000" && field(Self.function) == "RevalidateCachedQuery" }

    /// libpq's PG_DIAG_SOURCE_FUNCTION.
    private static let function = Int32(UInt8(ascii: "R"))

    /// Whether what this connection was taken to hold is not there: its prepared statements, or a transaction that is sound.
    /// A pooler that hands out other sessions does that, and `DISCARD ALL`.
    var contradictsSession: Bool { ["26000", "42P05", "25P02"].contains(fault.state) || foundOldPlan }

    /// Rows that an INSERT, UPDATE or DELETE concerned.
    var changes: Int { PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0 }

    func isNull(_ row: Int, _ column: Int) -> Bool { PQgetisnull(result, Int32(row), Int32(column)) == 1 }

    func bytes(_ row: Int, _ column: Int) -> UnsafeRawBufferPointer {
        let start = PQgetvalue(result, Int32(row), Int32(column))
        return UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, Int32(row), Int32(column))))
    }

    func text(_ row: Int, _ column: Int) -> String { String(decoding: bytes(row, column), as: UTF8.self) }

    func optionalText(_ row: Int, _ column: Int) -> String? { isNull(row, column) ? nil : text(row, column) }

    /// Of a bigint, an integer, a smallint or a boolean.
    func integer(_ row: Int, _ column: Int) -> Int {
        let bytes = bytes(row, column)
        // The sign is in the first byte.
        return bytes.dropFirst().reduce(bytes.count == 1 ? Int(bytes[0]) : Int(Int8(bitPattern: bytes[0]))) {
            $0 << 8 | Int($1)
        }
    }

    func optionalInteger(_ row: Int, _ column: Int) -> Int? { isNull(row, column) ? nil : integer(row, column) }

    /// Of a double precision or a real.
    func double(_ row: Int, _ column: Int) -> Double {
        let bytes = bytes(row, column)
        let bits = bytes.reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        return bytes.count == 4
            ? Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))) : Double(bitPattern: bits)
    }

    func optionalDouble(_ row: Int, _ column: Int) -> Double? { isNull(row, column) ? nil : double(row, column) }

    func time(_ row: Int, _ column: Int) -> Timestamp {
        Timestamp(sincePostgresEpoch: Int64(integer(row, column)))
    }

    /// Of an array of integers.
    func integers(_ row: Int, _ column: Int) -> [Int32] {
        let bytes = bytes(row, column)
        func integer(at offset: Int) -> Int32 {
            Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
        }
        // Dimensions, whether there are nulls, the type; of the only dimension its length and where it begins; then the
        // length and the value of each element. An empty array has no dimension.
        guard bytes.count >= 20, integer(at: 0) == 1 else { return [] }
        return (0..<Int(integer(at: 12))).map { integer(at: 24 + 8 * $0) }
    }

    func optionalTime(_ row: Int, _ column: Int) -> Timestamp? { isNull(row, column) ? nil : time(row, column) }

    /// Of a number of milliseconds, to the microsecond.
    func milliseconds(_ row: Int, _ column: Int) -> Duration? {
        optionalDouble(row, column).map { .microseconds(Int64(($0 * 1000).rounded())) }
    }
}
