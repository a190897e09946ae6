import Foundation
import GRDB
import SondeCore
import SondeSQLite
import SondeTestSupport
import Synchronization
import Testing

/// `sonde run` against a real server, with a real database file, ended by real signals.
@Suite(.timeLimit(.minutes(2))) struct RunTests {
    private let folder: ScratchFolder
    private static let always = Timestamp(microseconds: 0)..<Timestamp(microseconds: .max)

    init() throws {
        folder = try ScratchFolder()
    }

    /// The timeout is longer than the interval where probes shall hang.
    private func configure(
        _ url: String, extra: String = "", name: String = "orders", timeout: String = "30s", database: String = "run.db"
    ) throws {
        try folder.write(
            """
            web: {listen: "127.0.0.1:0"}
            store: {url: "sqlite:\(database)"}
            endpoints:
              - {name: \(name), url: "\(url)", interval: 1s, client: {timeout: \(timeout)}}
            \(extra)
            """)
    }

    private func run(_ arguments: String...) throws -> SondeProcess {
        try SondeProcess(["run"] + arguments, in: folder.url)
    }

    private func storedResults(_ name: String = "orders") async throws -> [ProbeResult] {
        let store = try SQLiteStore(path: folder.path("run.db"))
        let results = try await store.results(for: name, in: Self.always, limit: 10_000)
        try await store.close()
        return results
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func aSignalFlushesAndEndsWithZero(signal: Int32) async throws {
        let server = try await FaultyServer.start { _ in .ok }
        try configure(server.url)
        let sonde = try run()
        try await server.waitForRequests(3)
        sonde.signal(signal)
        let ended = await sonde.ended()
        #expect(ended.exitCode == 0, "\(ended.errors)")
        #expect(try await storedResults().count == server.requestCount)
        await server.stop()
    }

    @Test func probesUnderWayAreFinished() async throws {
        let release = AsyncStream.makeStream(of: Void.self)
        let server = try await FaultyServer.start { _ in
            for await _ in release.stream { break }
            return .ok
        }
        try configure(server.url)
        let sonde = try run()
        try await server.waitForRequests(1)
        sonde.signal(SIGTERM)
        #expect(await sonde.wait(for: "Stopping"))
        release.continuation.finish()
        let ended = await sonde.ended()
        #expect(ended.exitCode == 0)
        let results = try await storedResults()
        #expect(results.count == 1)
        #expect(results.first?.success == true)
        await server.stop()
    }

    /// Takes the two seconds that probes under way are given.
    @Test func probesThatHangAreCutOffAndAreNoFailures() async throws {
        let requests = Mutex(0)
        let server = try await FaultyServer.start { _ in
            let number = requests.withLock { requests in
                requests += 1
                return requests
            }
            return number <= 2 ? .ok : .ok.stalled(.start)
        }
        try configure(server.url)
        let sonde = try run()
        try await server.waitForRequests(3)
        let start = ContinuousClock.now
        sonde.signal(SIGTERM)
        let ended = await sonde.ended()
        #expect(ended.exitCode == 0, "\(ended.errors)")
        #expect(start.duration(to: .now) >= .seconds(2))
        let results = try await storedResults()
        #expect(results.map(\.success) == [true, true], "\(results)")
        #expect(!ended.output.contains("OPENED"))
        await server.stop()
    }

    @Test func aSecondSignalEndsAtOnce() async throws {
        let server = try await FaultyServer.start { _ in .ok.stalled(.start) }
        try configure(server.url)
        let sonde = try run()
        try await server.waitForRequests(1)
        sonde.signal(SIGINT)
        #expect(await sonde.wait(for: "Stopping"))
        let start = ContinuousClock.now
        sonde.signal(SIGINT)
        #expect(await sonde.ended().exitCode == 130)
        // The probe under way would have been waited for.
        #expect(start.duration(to: .now) < .seconds(5))
        await server.stop()
    }

    @Test func aLineAnEventAndNotAProbe() async throws {
        let server = try await FaultyServer.start { _ in .status(500) }
        try configure(server.url)
        let sonde = try run()
        #expect(await sonde.wait(for: "OPENED"))
        sonde.signal(SIGTERM)
        let ended = await sonde.ended()
        #expect(ended.output.contains("3 probes in a row failed: Status 500 instead of 200 to 299."))
        #expect(!ended.output.contains("  failed  "))
        await server.stop()
    }

    @Test func verbosePrintsEveryProbe() async throws {
        let server = try await FaultyServer.start { _ in .ok }
        try configure(server.url)
        let sonde = try run("--verbose")
        #expect(await sonde.wait(for: "status 200"))
        sonde.signal(SIGTERM)
        #expect(await sonde.ended().exitCode == 0)
        await server.stop()
    }

    @Test func jsonLinesAreJSON() async throws {
        let server = try await FaultyServer.start { _ in .status(500) }
        try configure(server.url)
        let sonde = try run("--log-format", "json")
        #expect(await sonde.wait(for: "OPENED"))
        sonde.signal(SIGTERM)
        let ended = await sonde.ended()
        // Events on standard output, logs on standard error.
        #expect(ended.output.contains("OPENED") && !ended.errors.contains("OPENED"))
        #expect(ended.errors.contains("Stopping") && !ended.output.contains("Stopping"))
        for line in (ended.output + ended.errors).split(separator: "\n") {
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
            #expect(object["time"] is String && object["message"] is String, "\(line)")
        }
        await server.stop()
    }

    @Test func anOpenIncidentSurvivesAKillAndIsClosedOnce() async throws {
        let isFine = Flag()
        let server = try await FaultyServer.start { _ in isFine.value ? .ok : .status(500) }
        try configure(server.url)
        let first = try run()
        #expect(await first.wait(for: "OPENED"))
        // The commit of the incident follows within 250 ms; two more probes are far behind it.
        try await server.waitForRequests(server.requestCount + 2)
        first.signal(SIGKILL)
        #expect(await first.ended().exitCode == 128 + SIGKILL)
        isFine.raise()
        let second = try run()
        #expect(await second.wait(for: "CLOSED"))
        second.signal(SIGTERM)
        let ended = await second.ended()
        #expect(!ended.output.contains("OPENED"))
        let store = try SQLiteStore(path: folder.path("run.db"))
        let incidents = try await store.incidents(for: "orders", in: Self.always, limit: 10)
        #expect(incidents.count == 1)
        #expect(incidents.first?.closedAt != nil)
        // What is left is how flapping would be known.
        #expect(try await store.incidentStates()["orders"]?.openIncident == nil)
        try await store.close()
        await server.stop()
    }

    @Test func aUsedPortIsOneSentenceAndOne() async throws {
        let server = try await FaultyServer.start { _ in .ok }
        try folder.write(
            "web: {listen: \"127.0.0.1:\(server.port)\"}\nendpoints: [{name: a, url: \"\(server.url)\"}]")
        let ended = await (try run()).ended()
        #expect(ended.exitCode == 1)
        #expect(ended.errors.contains("web.listen"), "\(ended.errors)")
        #expect(ended.errors.split(separator: "\n").count == 1, "\(ended.errors)")
        await server.stop()
    }

    @Test func aSecondSondeOnTheSameDatabaseIsRefused() async throws {
        let server = try await FaultyServer.start { _ in .ok }
        try configure(server.url)
        let first = try run()
        try await server.waitForRequests(1)
        let second = await (try run()).ended()
        #expect(second.exitCode == 1)
        #expect(second.errors.contains("is in use by another Sonde"), "\(second.errors)")
        first.signal(SIGTERM)
        #expect(await first.ended().exitCode == 0)
        await server.stop()
    }

    /// Also for root, whom permissions do not stop.
    @Test(arguments: ["sonde.yaml/run.db", "/proc/run.db"])
    func aDatabaseThatCannotBeWrittenIsOneSentenceAndOne(path: String) async throws {
        try configure("http://127.0.0.1:1/", timeout: "1s", database: path)
        let ended = await (try run()).ended()
        #expect(ended.exitCode == 1)
        #expect(ended.output.isEmpty, "\(ended.output)")
        #expect(ended.errors.contains("run.db cannot be opened; check that its folder exists"), "\(ended.errors)")
        #expect(ended.errors.split(separator: "\n").count == 1, "\(ended.errors)")
    }

    @Test func aFolderInPlaceOfTheDatabaseIsOneSentence() async throws {
        try configure("http://127.0.0.1:1/", timeout: "1s")
        try FileManager.default.createDirectory(atPath: folder.path("run.db"), withIntermediateDirectories: false)
        let ended = await (try run()).ended()
        // The configuration is wrong, not the machine.
        #expect(ended.exitCode == 78)
        #expect(ended.errors.contains("is a folder"), "\(ended.errors)")
        #expect(ended.errors.split(separator: "\n").count == 1, "\(ended.errors)")
    }

    /// Root may write a file whatever its permissions say.
    @Test(.enabled(if: geteuid() != 0)) func aReadOnlyFileIsOneSentenceAndOne() async throws {
        try configure("http://127.0.0.1:1/", timeout: "1s")
        try await SQLiteStore(path: folder.path("run.db")).close()
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: folder.path("run.db"))
        let ended = await (try run()).ended()
        #expect(ended.exitCode == 1)
        #expect(ended.errors.contains("run.db is not writable"), "\(ended.errors)")
        #expect(ended.errors.split(separator: "\n").count == 1, "\(ended.errors)")
    }

    @Test func aDatabaseOfANewerVersionIsOneSentenceAndOneAndStaysAsItIs() async throws {
        try configure("http://127.0.0.1:1/", timeout: "1s")
        try await SQLiteStore(path: folder.path("run.db")).close()
        try await inDatabase { db in
            try db.execute(
                sql: """
                    INSERT INTO grdb_migrations (identifier) VALUES ('99 from the future');
                    ALTER TABLE results ADD COLUMN colour TEXT;
                    """)
        }
        let contents = "SELECT sql FROM sqlite_master UNION ALL SELECT identifier FROM grdb_migrations"
        let before = try await inDatabase { try String?.fetchAll($0, sql: contents) }
        let ended = await (try run()).ended()
        #expect(ended.exitCode == 1)
        #expect(ended.errors.contains("was made by a newer version of Sonde; start that version"), "\(ended.errors)")
        #expect(ended.errors.split(separator: "\n").count == 1, "\(ended.errors)")
        #expect(try await inDatabase { try String?.fetchAll($0, sql: contents) } == before)
    }

    private func inDatabase<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws
        -> Value
    {
        let queue = try DatabaseQueue(path: folder.path("run.db"))
        let value = try await queue.write(body)
        try queue.close()
        return value
    }

    @Test func aDatabaseThatIsNoneIsOneSentenceAndOne() async throws {
        try configure("http://127.0.0.1:1/", timeout: "1s")
        try folder.write(String(repeating: "text ", count: 2000), to: "run.db")
        let ended = await (try run()).ended()
        #expect(ended.exitCode == 1)
        #expect(ended.errors.contains("is not a sound SQLite database"), "\(ended.errors)")
        #expect(ended.errors.split(separator: "\n").count == 1, "\(ended.errors)")
    }
}
