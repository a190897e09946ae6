import Foundation
import SondeCore
import SondeSQLite
import SondeTestSupport
import Testing

/// `sonde run` against a real server, with a real database file, ended by real signals.
@Suite struct RunTests {
    private let folder: ScratchFolder
    private static let always = Timestamp(microseconds: 0)..<Timestamp(microseconds: .max)

    init() throws {
        folder = try ScratchFolder()
    }

    private func configure(_ url: String, extra: String = "", name: String = "orders") throws {
        try folder.write(
            """
            web: {listen: "127.0.0.1:0"}
            store: {url: "sqlite:run.db"}
            endpoints:
              - {name: \(name), url: "\(url)", interval: 1s, client: {timeout: 30s}}
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
        #expect(ended.output.isEmpty)
        for line in ended.errors.split(separator: "\n") {
            let object = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
            #expect(object["time"] != nil && object["message"] != nil, "\(line)")
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
        #expect(try await store.incidentStates().isEmpty)
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

    @Test func aDatabaseThatIsNoneIsOneSentenceAndOne() async throws {
        try configure("http://127.0.0.1:1/")
        try folder.write(String(repeating: "text ", count: 2000), to: "run.db")
        let ended = await (try run()).ended()
        #expect(ended.exitCode == 1)
        #expect(ended.errors.contains("is not a sound SQLite database"), "\(ended.errors)")
        #expect(ended.errors.split(separator: "\n").count == 1, "\(ended.errors)")
    }
}
