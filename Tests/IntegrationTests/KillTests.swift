import Foundation
import GRDB
import SondeCore
import SondePostgres
import SondeSQLite
import SondeServer
import SondeTestSupport
import Testing

/// A process that stores is killed at random moments, again and again: whatever was acknowledged is there, once.
@Suite(.timeLimit(.minutes(10))) struct KillTests {
    private static let kills = 50

    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    /// Lets the loader append from a batch on until it is killed; returns how many batches are acknowledged.
    private func killedLoad(from first: Int, _ arguments: [String]) async throws -> Int {
        let loader = try SondeProcess(["\(first)"] + arguments, in: folder.url, program: "store-loader")
        // The kill comes somewhere in an append: the one after these, or the one after that.
        let last = first + Int.random(in: 0..<25)
        let isRunning = await loader.wait(for: "\(last)\n")
        try #require(isRunning, "the loader ended by itself")
        loader.signal(SIGKILL)
        let ended = await loader.ended()
        #expect(ended.exitCode == 128 + SIGKILL, "\(ended.errors)")
        // A number that was cut off is none.
        let numbers = ended.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        return (numbers.last.flatMap { Int($0) } ?? first - 1) + 1
    }

    @Test func sqliteLosesNothing() async throws {
        let file = folder.url.appendingPathComponent("load.db").path
        var acknowledged = 0
        for _ in 0..<Self.kills {
            acknowledged = try await killedLoad(from: acknowledged, ["sqlite", file])
            let store = try SQLiteStore(path: file)
            try await LoadedBatch.check(acknowledged, in: store)
            try await store.close()
            let findings = try await DatabaseQueue(path: file).read { db in
                try String.fetchAll(db, sql: "PRAGMA integrity_check")
            }
            #expect(findings == ["ok"])
        }
    }

    /// Every third time the server is away, and what comes meanwhile waits in the spool.
    @Test func postgresAndItsSpoolLoseNothing() async throws {
        let cluster = try PostgresCluster()
        let spool = folder.url.appendingPathComponent("spool.db").path
        let server = PostgresServer(url: Secret(cluster.url), description: "sonde@db")
        var acknowledged = 0
        for round in 0..<Self.kills {
            if round % 3 == 1 { cluster.stop(SIGQUIT) }
            acknowledged = try await killedLoad(from: acknowledged, ["postgres", cluster.url, spool])
            if round % 3 == 1 { try cluster.start() }
            guard round % 3 == 2 || round == Self.kills - 1 else { continue }
            let store = SpoolingStore(
                PostgresStore(server), spool: try SQLiteSpool(path: spool), name: "PostgreSQL", place: "sonde@db",
                clock: SystemClock(), troubles: Troubles(hub: EventHub()))
            try await store.start()
            let draining = Task { try await store.drain() }
            try await store.waitForStore()
            draining.cancel()
            _ = await draining.result
            try await LoadedBatch.check(acknowledged, in: store)
            try await store.close()
            try cluster.checkIntegrity()
        }
    }
}
