import CPostgres

/// Cancels what a connection is doing.
struct Canceller: ~Copyable {
    /// libpq's own key to the connection.
    private let key: OpaquePointer?

    init(_ connection: OpaquePointer) {
        key = PQgetCancel(connection)
    }

    deinit {
        if let key { PQfreeCancel(key) }
    }

    func cancel() {
        guard let key else { return }
        // What it says of a failure is of no use: the statement then ends by itself.
        var message = [CChar](repeating: 0, count: 256)
        PQcancel(key, &message, Int32(message.count))
    }
}
