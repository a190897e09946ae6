import CPostgres
import Foundation
import SondeCore

/// One connection, opened when it is first used and again after it was lost.
///
/// libpq's calls wait for the server: they run on a thread of the connection's own.
actor PostgresConnection {
    nonisolated let server: PostgresServer
    private nonisolated let executor: ThreadExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private var session: PostgresSession?
    /// By their text, the names of the statements that this connection has prepared.
    private var prepared: [String: String] = [:]

    init(_ server: PostgresServer, label: String) {
        self.server = server
        executor = ThreadExecutor(label: label)
    }

    func close() {
        session = nil
        prepared = [:]
    }

    var isOpen: Bool { session?.isOpen == true }

    /// Opens the connection if it is not open.
    func open() throws(StoreError) {
        if let session, session.isOpen { return }
        close()
        session = PostgresSession(try server.connect())
    }

    /// Runs `body` in one transaction, which is rolled back if it throws. Where the task is cancelled, the statement that is
    /// under way is cancelled, too, and `CancellationError` thrown.
    ///
    /// - Parameter opening: What begins it. Whatever the server's default is, each statement sees what was committed before.
    func transaction<Value: Sendable>(
        _ opening: String = "BEGIN ISOLATION LEVEL READ COMMITTED",
        _ body: @Sendable (isolated PostgresConnection) throws -> Value
    ) throws -> Value {
        try Task.checkCancellation()
        try open()
        do {
            try execute(opening)
            let value = try body(self)
            try execute("COMMIT")
            return value
        } catch {
            rollBack()
            throw error
        }
    }

    /// Ends what was begun; a connection of which that is not certain is given up.
    private func rollBack() {
        guard let session, session.isOpen else { return close() }
        guard session.isInTransaction else { return }
        do { try execute("ROLLBACK") } catch { close() }
    }

    /// Runs statements without parameters, as in a migration.
    func execute(_ statements: String) throws {
        _ = try finish { PQsendQuery($0, statements) }
    }

    /// Runs one statement, prepared on its first use, and hands its rows to `body`.
    func query<Value>(
        _ statement: String, _ parameters: [PostgresValue] = [], _ body: (PostgresRows) throws -> Value
    ) throws -> Value {
        let name = try prepare(statement, parameters.map(\.type))
        let rows = try Self.withPointers(to: parameters) { values, lengths, formats in
            try finish { PQsendQueryPrepared($0, name, Int32(parameters.count), values, lengths, formats, 1) }
        }
        return try body(rows)
    }

    /// Runs one statement that gives no rows; returns how many it changed.
    @discardableResult
    func change(_ statement: String, _ parameters: [PostgresValue] = []) throws -> Int {
        try query(statement, parameters) { $0.changes }
    }

    private func prepare(_ statement: String, _ types: [UInt32]) throws -> String {
        if let name = prepared[statement] { return name }
        let name = "s\(prepared.count)"
        _ = try finish { PQsendPrepare($0, name, statement, Int32(types.count), types) }
        prepared[statement] = name
        return name
    }

    /// Sends a command and waits for its end; of several results the last one counts, or the first that failed.
    private func finish(_ send: (OpaquePointer) -> Int32) throws -> PostgresRows {
        guard let handle = session?.pointer else { throw server.lost("") }
        guard send(handle) == 1 else { throw server.lost(PostgresServer.message(handle)) }
        var last: PostgresRows?
        var waits: Int?
        while let result = try nextResult(handle, &waits) {
            let rows = PostgresRows(result)
            if last?.hasFailed != true { last = rows }
        }
        guard let last else { throw server.lost(PostgresServer.message(handle)) }
        guard last.hasFailed else { return last }
        if last.contradictsSession { close() }
        // Others may cancel a statement, too: that is a fault of the moment, and no reason to end.
        if Task.isCancelled, last.fault.state == "57014" { throw CancellationError() }
        throw server.fault(of: last)
    }

    /// Waits for a result, a moment at a time, so that who is cancelled does not wait for ever; nil after the last one.
    ///
    /// - Parameter waits: Moments since the server was asked to cancel the statement, which is done once; nil before.
    private func nextResult(_ handle: OpaquePointer, _ waits: inout Int?) throws -> OpaquePointer? {
        while PQisBusy(handle) == 1 {
            var socket = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
            let isSilent = poll(&socket, 1, Self.patience) == 0
            if let moments = waits {
                if isSilent { waits = moments + 1 }
                // Nobody is there any more who would answer, and who waits for this connection must not wait for that.
                guard moments < Self.mostWaits else {
                    close()
                    throw server.lost("")
                }
            } else if Task.isCancelled {
                waits = 0
                Canceller(handle).cancel()
            }
            guard PQconsumeInput(handle) == 1 else { throw server.lost(PostgresServer.message(handle)) }
        }
        return PQgetResult(handle)
    }

    /// In milliseconds.
    private static let patience: Int32 = 250
    private static let mostWaits = 20

    /// The values of parameters as libpq takes them: addresses, lengths and formats, of which 1 is the binary one.
    private static func withPointers<Value>(
        to parameters: [PostgresValue], _ body: ([UnsafePointer<CChar>?], [Int32], [Int32]) throws -> Value
    ) throws -> Value {
        // One buffer holds all of them; the last byte gives an address to a value without bytes.
        let bytes: [UInt8] = parameters.reduce(into: []) { $0 += $1.bytes ?? [] } + [0]
        return try bytes.withUnsafeBufferPointer { buffer in
            try buffer.withMemoryRebound(to: CChar.self) { characters in
                var next = characters.baseAddress
                var values: [UnsafePointer<CChar>?] = []
                for parameter in parameters {
                    values.append(parameter.bytes == nil ? nil : next)
                    next = next?.advanced(by: parameter.bytes?.count ?? 0)
                }
                return try body(
                    values, parameters.map { Int32($0.bytes?.count ?? 0) }, parameters.map { _ in 1 })
            }
        }
    }
}
