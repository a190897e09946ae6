import Foundation
import SondeCore
import SondePostgres
import SondeTestSupport
import Testing

/// What can happen to a server under load: nothing that was acknowledged is lost, and nothing is there twice.
@Suite(.serialized, .timeLimit(.minutes(5))) struct PostgresFaultTests {
    private let cluster: PostgresCluster
    private let server: PostgresServer

    init() throws {
        cluster = try PostgresCluster()
        server = PostgresServer(url: Secret(cluster.url), description: "sonde@db")
    }

    /// Lets a store append while `trouble` happens, and checks what is there in the end.
    private func underLoad(
        _ server: PostgresServer, of cluster: PostgresCluster, _ trouble: (LoadedStore) async throws -> Void
    ) async throws {
        let load = LoadedStore(server)
        async let appending: Void = load.run()
        do {
            await load.advance(by: 5)
            try await trouble(load)
            await load.advance(by: 5)
        } catch {
            load.finish()
            throw error
        }
        load.finish()
        await appending
        try await load.expectEverything()
        try await load.store.close()
        try cluster.checkIntegrity()
    }

    @Test(arguments: [SIGINT, SIGQUIT, SIGKILL])
    func aServerThatEndsAndComesBack(_ signal: Int32) async throws {
        try await underLoad(server, of: cluster) { load in
            for _ in 0..<3 {
                let faults = load.faults.count
                cluster.stop(signal)
                await load.fault(after: faults)
                try cluster.start()
                await load.advance(by: 3)
            }
            #expect(load.faults.allSatisfy { $0.hasSuffix("Sonde keeps trying.") })
        }
    }

    /// In the middle of an append, if it comes to that: connections are cut again and again.
    @Test func connectionsThatAreCut() async throws {
        try await underLoad(server, of: cluster) { load in
            for _ in 0..<20 {
                try cluster.run(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE application_name = 'sonde' AND pid <> pg_backend_pid()
                    """, in: cluster.url)
                await load.advance(by: 1)
            }
        }
    }

    @Test func aStatementThatTakesTooLong() async throws {
        let impatient = PostgresServer(
            url: Secret(cluster.url + "?options=-c%20statement_timeout%3D300"), description: "sonde@db")
        try await underLoad(impatient, of: cluster) { load in
            let holder = try cluster.hold("BEGIN; LOCK TABLE api_metrics IN ACCESS EXCLUSIVE MODE", in: cluster.url)
            await load.fault(after: 0)
            holder.end()
            #expect(
                load.faults.first
                    == "PostgreSQL at sonde@db did not get to it: canceling statement due to statement timeout; Sonde "
                    + "keeps trying.")
        }
    }

    @Test(.enabled(if: SmallFileSystem.isAvailable, "a file system may be mounted here"))
    func aDiskThatIsFull() async throws {
        let disk = try SmallFileSystem(megabytes: 300)
        let cluster = try PostgresCluster(in: disk.folder)
        let server = PostgresServer(url: Secret(cluster.url), description: "sonde@db")
        try await underLoad(server, of: cluster) { load in
            let ballast = try disk.fill()
            await load.fault(after: 0)
            try FileManager.default.removeItem(at: ballast)
            // Without room for its log the server ends itself.
            try cluster.startIfEnded()
        }
    }

    @Test func aPasswordThatWasChanged() async throws {
        let secret = "hunter2"
        try cluster.run("CREATE ROLE writer SUPERUSER LOGIN PASSWORD '\(secret)'", in: cluster.url)
        let writer = PostgresServer(
            url: Secret("postgres://writer:\(secret)@127.0.0.1:\(cluster.port)/postgres"), description: "writer@db")
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'writer'"
        try await underLoad(writer, of: cluster) { load in
            try cluster.run("ALTER ROLE writer PASSWORD 'other'; \(cut)", in: cluster.url)
            while load.faults.last
                != "PostgreSQL at writer@db refuses the password; correct DB_USER and DB_PASS, or store.url."
            {
                await load.fault(after: load.faults.count)
            }
            #expect(load.faults.allSatisfy { !$0.contains(secret) })
            try cluster.run("ALTER ROLE writer PASSWORD '\(secret)'", in: cluster.url)
        }
    }
}
