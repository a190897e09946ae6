import Foundation
import SondeCore
import SondePostgres
import SondeTestSupport
import Testing

/// `sonde run` on a real PostgreSQL that goes away, and is away when Sonde starts.
@Suite(.timeLimit(.minutes(3))) struct PostgresOutageTests {
    private static let always = Timestamp(microseconds: 0)..<Timestamp(microseconds: .max)
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    private func configure(_ url: String, _ database: String) throws {
        try folder.write(
            """
            web: {listen: "127.0.0.1:0"}
            store: {url: "\(database)"}
            endpoints:
              - {name: orders, url: "\(url)", interval: 1s}
            """)
    }

    private func run() throws -> SondeProcess { try SondeProcess(["run"], in: folder.url) }

    private func end(_ sonde: SondeProcess) async -> SondeProcess.Ended {
        sonde.signal(SIGTERM)
        return await sonde.ended()
    }

    @Test func anOutageLosesNoResult() async throws {
        let server = try await FaultyServer.start { _ in .ok }
        let cluster = try PostgresCluster()
        try configure(server.url, cluster.url)
        let first = try run()
        #expect(await first.wait(for: "stored in PostgreSQL"))
        try await server.waitForRequests(2)
        cluster.stop(SIGQUIT)
        #expect(await first.wait(for: "Meanwhile everything is kept in"))
        try await server.waitForRequests(server.requestCount + 2)
        // It ends while the database is away; the next one starts while it is.
        let ended = await end(first)
        #expect(ended.exitCode == 0, "\(ended.errors)")
        #expect(ended.output.components(separatedBy: "TROUBLE").count == 2, "\(ended.output)")
        let second = try run()
        #expect(await second.wait(for: "Meanwhile everything is kept in"))
        _ = try await second.port()
        try await server.waitForRequests(server.requestCount + 2)
        try cluster.start()
        #expect(await second.wait(for: "stores again"))
        try await server.waitForRequests(server.requestCount + 1)
        let last = await end(second)
        #expect(last.exitCode == 0, "\(last.errors)")
        let store = PostgresStore(PostgresServer(url: Secret(cluster.url), description: "test"), access: .reader)
        let results = try await store.results(for: "orders", in: Self.always, limit: 10_000)
        try await store.close()
        #expect(results.count == server.requestCount)
        #expect(results.allSatisfy { $0.success })
        await server.stop()
    }

    @Test func aWrongPasswordEndsTheStart() async throws {
        let cluster = try PostgresCluster()
        try configure("http://127.0.0.1:1/", "postgres://sonde:wrong@127.0.0.1:\(cluster.port)/postgres")
        let sonde = try run()
        let ended = await sonde.ended()
        #expect(ended.exitCode == 1)
        #expect(ended.errors.contains("refuses the password"))
        #expect(!ended.errors.contains("wrong"))
    }
}
