import CPostgres

/// An open connection of libpq, which is closed with it.
final class PostgresSession {
    let pointer: OpaquePointer

    /// Takes over a connection.
    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit { PQfinish(pointer) }

    var isOpen: Bool { PQstatus(pointer) == CONNECTION_OK }

    var isInTransaction: Bool { PQtransactionStatus(pointer) != PQTRANS_IDLE }
}
