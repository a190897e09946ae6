import Foundation
import SondeCore
import SondePostgres
import SondeTestSupport
import Testing

/// `sonde run` on a real PostgreSQL that comes and goes.
@Suite(.timeLimit(.minutes(3))) struct PostgresRunTests {
    private static let always = Timestamp(microseconds: 0)..<Timestamp(microseconds: .max / 2)

    private let folder: ScratchFolder
    private let cluster: PostgresCluster

    init() throws {
        folder = try ScratchFolder()
        cluster = try PostgresCluster()
    }

    private func configure(_ url: String) throws {
        try folder.write(
            """
            web: {listen: "127.0.0.1:0"}
            store: {url: "${DATABASE}"}
            endpoints:
              - {name: orders, url: "\(url)", interval: 1s, client: {timeout: 30s}}
            """)
    }

    private func run() throws -> SondeProcess {
        try SondeProcess(["run"], in: folder.url, environment: ["DATABASE": cluster.url])
    }

    private func storedResults() async throws -> [ProbeResult] {
        let store = PostgresStore(PostgresServer(url: Secret(cluster.url), description: "test"), access: .reader)
        let results = try await store.results(for: "orders", in: Self.always, limit: 10_000)
        try await store.close()
        return results
    }

    /// Everything that was probed is there in the end, once, and the password is nowhere.
    private func expectAllStored(_ server: FaultyServer, _ sonde: SondeProcess) async throws {
        sonde.signal(SIGTERM)
        let ended = await sonde.ended()
        #expect(ended.exitCode == 0, "\(ended.errors)")
        #expect(try await storedResults().count == server.requestCount)
        #expect(!(ended.output + ended.errors).contains(PostgresCluster.password))
        await server.stop()
    }

    @Test func anOutageLosesNothingAndIsToldOnce() async throws {
        let server = try await FaultyServer.start { _ in .ok }
        try configure(server.url)
        let sonde = try run()
        try await server.waitForRequests(3)
        cluster.stop(SIGQUIT)
        #expect(await sonde.wait(for: "TROUBLE"))
        try await server.waitForRequests(server.requestCount + 3)
        try cluster.start()
        #expect(await sonde.wait(for: "stores again"))
        try await expectAllStored(server, sonde)
        let output = await sonde.ended().output
        #expect(output.split(separator: "\n").count { $0.contains("TROUBLE") } == 1)
    }

    @Test func itStartsAndProbesWithoutTheDatabase() async throws {
        cluster.stop()
        let server = try await FaultyServer.start { _ in .ok }
        try configure(server.url)
        let sonde = try run()
        try await server.waitForRequests(3)
        try cluster.start()
        #expect(await sonde.wait(for: "stores again"))
        try await expectAllStored(server, sonde)
    }
}
