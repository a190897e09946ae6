package import SondeCore
import Synchronization

/// The store of teams: PostgreSQL 14 or later, with TimescaleDB where it is there; see ADR 0010.
///
/// It connects when it is first used, and again after a connection was lost: every operation fails as long as the server
/// is away, and works again when it is back. One connection writes, one keeps house, and a few read.
package final class PostgresStore: Store {
    /// Whether it may create and change tables.
    package enum Access: Sendable {
        /// Creates and migrates the schema when it first connects.
        case owner
        /// As `owner`, and keeps every other Sonde off that wants to be the only one: two would end each other's
        /// incidents, as each knows its own endpoints only.
        case sole
        /// Reads what is there; a database without Sonde's tables is refused.
        case reader
    }

    let server: PostgresServer
    let writer: PostgresConnection
    /// For what takes longer: roll-ups, retention, the schema.
    let upkeep: PostgresConnection
    let readers: ReaderPool
    /// Holds the lock of the only one.
    private let claim: PostgresConnection
    private let access: Access
    private let retention: Retention
    let state = Mutex(State())

    struct State {
        /// Nil until the database was found to be in order.
        var layout: PostgresLayout?
        /// Those that are known to be there.
        var partitions: Set<Partition> = []
    }

    /// - Parameter retention: How long the extension shall keep what it removes by its own policies.
    package init(_ server: PostgresServer, access: Access = .owner, retention: Retention = Retention()) {
        self.server = server
        self.access = access
        self.retention = retention
        writer = PostgresConnection(server, label: "postgres-writer")
        upkeep = PostgresConnection(server, label: "postgres-upkeep")
        readers = ReaderPool(server)
        claim = PostgresConnection(server, label: "postgres-claim")
    }

    package func close() async throws {
        await writer.close()
        await upkeep.close()
        await readers.close()
        await claim.close()
    }

    /// How the database is divided, after it was made ready where it was not.
    @discardableResult
    func layout() async throws -> PostgresLayout {
        if let layout = state.withLock({ $0.layout }) { return layout }
        if access == .sole { try await claim.claim() }
        let (access, retention) = (access, retention)
        let layout = try await writer.transaction { connection in
            let layout = try PostgresMigration.run(on: connection, mayChange: access != .reader)
            if layout == .timescale, access != .reader { try Self.keep(retention, on: connection) }
            return layout
        }
        state.withLock { $0.layout = layout }
        return layout
    }

    /// Makes partitions that are not known to be there.
    func make(_ partitions: Set<Partition>, on connection: PostgresConnection) async throws {
        let missing = partitions.subtracting(state.withLock { $0.partitions })
        guard !missing.isEmpty else { return }
        try await connection.transaction { try Partition.make(missing, on: $0) }
        state.withLock { $0.partitions.formUnion(missing) }
    }

    /// Another Sonde may have removed partitions.
    func forgetPartitions() {
        state.withLock { $0.partitions = [] }
    }

    /// After an append that failed: what is known of partitions may be so no longer, and behind a connection that was lost
    /// there may be another database by now.
    func doubt() async {
        let isLost = await !writer.isOpen
        state.withLock { state in
            state.partitions = []
            if isLost { state.layout = nil }
        }
    }

    /// Runs `body` in a transaction that sees one moment of the database and changes nothing.
    func read<Value: Sendable>(
        _ body: @Sendable (isolated PostgresConnection) throws -> Value
    ) async throws -> Value {
        try await layout()
        return try await readers.read(body)
    }

    private static func keep(_ retention: Retention, on connection: isolated PostgresConnection) throws {
        let wanted = [
            ("api_metrics", retention.results), ("anomalies", retention.results),
            (RollupStep.minute.table, retention.minuteRollups), (RollupStep.hour.table, retention.hourRollups),
        ]
        for (table, kept) in wanted {
            // Sonde comes first, as long as it runs: it knows then of which hours the roll-ups alone are left.
            let duration = kept + .seconds(2 * 86_400)
            let present = try connection.query(HypertableStatements.presentRetention, [.text(table)]) { rows in
                rows.count == 0 ? nil : rows.integer(0, 0)
            }
            guard present != Int(duration.components.seconds) else { continue }
            for statement in HypertableStatements.retention(of: table, duration) { try connection.execute(statement) }
        }
    }
}

extension PostgresConnection {
    /// One that ended a moment ago may be there still.
    private static let asksForClaim = 20

    /// Takes the lock of the only Sonde, which the server gives back when the connection ends.
    fileprivate func claim() throws {
        let isClaimed = try transaction { connection in
            try connection.tryLock(.instance, "pg_try_advisory_lock", times: Self.asksForClaim)
        }
        guard isClaimed else {
            throw StoreError.unusable(
                "Another Sonde stores in \(server.description); end that one first, or give this one a database of its own."
            )
        }
    }

    /// Asks for a lock, a twentieth of a second between two times.
    func tryLock(_ lock: AdvisoryLock, _ function: String = "pg_try_advisory_xact_lock", times: Int) throws -> Bool {
        for _ in 0..<times {
            if try query("SELECT \(function)(\(lock.key))", [], { $0.integer(0, 0) == 1 }) { return true }
            try execute("SELECT pg_sleep(0.05)")
        }
        return false
    }
}
