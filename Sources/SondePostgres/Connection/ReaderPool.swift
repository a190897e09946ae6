import SondeCore
import Synchronization

/// A few connections that read. Each question goes to the one with the fewest before it.
final class ReaderPool: Sendable {
    private static let size = 4
    private static let opening = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

    let connections: [PostgresConnection]
    /// Questions that each has not answered yet.
    private let load = Mutex([Int](repeating: 0, count: size))

    init(_ server: PostgresServer) {
        connections = (0..<Self.size).map { PostgresConnection(server, label: "postgres-reader-\($0)") }
    }

    func read<Value: Sendable>(
        _ body: @Sendable (isolated PostgresConnection) throws -> Value
    ) async throws -> Value {
        let index = load.withLock { load in
            let index = load.indices.min { load[$0] < load[$1] } ?? 0
            load[index] += 1
            return index
        }
        defer { load.withLock { $0[index] -= 1 } }
        do {
            return try await connections[index].transaction(Self.opening, body)
        } catch let error as StoreError {
            // It may have been dead since an outage that nobody noticed here.
            guard case .unavailable = error, await !connections[index].isOpen else { throw error }
            return try await connections[index].transaction(Self.opening, body)
        }
    }

    func close() async {
        for connection in connections { await connection.close() }
    }
}
