import Foundation
import SondeCore
import SondeSQLite
import SondeTestSupport
import Testing

/// `sonde feedback` beside a running Sonde.
@Suite(.timeLimit(.minutes(2))) struct FeedbackCommandTests {
    private static let always = Timestamp(microseconds: 0)..<Timestamp(microseconds: Int64.max / 2)
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    private func feedback(_ arguments: String...) async throws -> SondeProcess.Ended {
        await (try SondeProcess(["feedback"] + arguments, in: folder.url)).ended()
    }

    private func configure(_ url: String) throws {
        try folder.write(
            """
            web: {listen: "127.0.0.1:0"}
            store: {url: "sqlite:run.db"}
            endpoints:
              - {name: orders, url: "\(url)", interval: 1s}
            """)
    }

    @Test func anIncidentIsListedCalledNoFaultAndOver() async throws {
        let server = try await FaultyServer.start { _ in .status(500) }
        try configure(server.url)
        let sonde = try SondeProcess(["run"], in: folder.url)
        let address = "http://127.0.0.1:\(try await sonde.port())"
        #expect(await sonde.wait(for: "OPENED"))
        // The commit of the incident follows within 250 ms; two more probes are far behind it.
        try await server.waitForRequests(server.requestCount + 2)
        let list = try await feedback("--url", address)
        #expect(list.exitCode == 0, "\(list.errors)")
        #expect(list.output.contains("  open  critical  orders: 3 probes in a row failed"), "\(list.output)")
        let id = String(list.output.prefix { $0 != " " })
        let said = try await feedback(id, "--url", address + "/")
        #expect(said.exitCode == 0, "\(said.errors)")
        #expect(said.output.hasPrefix("The incident of orders of 20"), "\(said.output)")
        #expect(said.output.contains(" was no fault: the like of it is told again from "), "\(said.output)")
        #expect(await sonde.wait(for: "was called no fault"))
        sonde.signal(SIGTERM)
        #expect(await sonde.ended().output.contains("CLOSED"))
        let store = try SQLiteStore(path: folder.path("run.db"))
        let incident = try #require(try await store.incident(id))
        #expect(incident.excusedAt != nil && incident.closedAt != nil)
        try await store.close()
        await server.stop()
    }

    @Test func whatIsSaidCanBeTakenBack() async throws {
        let server = try await FaultyServer.start { _ in .status(500) }
        try configure(server.url)
        let sonde = try SondeProcess(["run"], in: folder.url)
        let address = "http://127.0.0.1:\(try await sonde.port())"
        #expect(await sonde.wait(for: "OPENED"))
        try await server.waitForRequests(server.requestCount + 2)
        let id = String(try await feedback("--url", address).output.prefix { $0 != " " })
        #expect(try await feedback(id, "--url", address).exitCode == 0)
        try await server.waitForRequests(server.requestCount + 2)
        let back = try await feedback(id, "--it-was-one", "--url", address)
        #expect(back.output.contains(" counts as a fault again."), "\(back.output)\(back.errors)")
        sonde.signal(SIGTERM)
        _ = await sonde.ended()
        let store = try SQLiteStore(path: folder.path("run.db"))
        #expect(try await store.excusedIncidents().isEmpty)
        try await store.close()
        await server.stop()
    }

    @Test func whatIsNotThereIsOneSentence() async throws {
        let server = try await FaultyServer.start { _ in .ok }
        try configure(server.url)
        let sonde = try SondeProcess(["run"], in: folder.url)
        let address = "http://127.0.0.1:\(try await sonde.port())"
        let unknown = try await feedback("abc-def", "--url", address)
        #expect(unknown.exitCode == 65)
        #expect(unknown.errors == "There is no incident abc-def.\n")
        let none = try await feedback("--url", address)
        #expect(none.output == "No incident in the last 30 days.\n")
        // An API that is no Sonde.
        let stranger = try await feedback("--url", server.url)
        #expect(stranger.exitCode == 1)
        #expect(stranger.errors.contains("is no Sonde that takes feedback (status 200)"), "\(stranger.errors)")
        sonde.signal(SIGTERM)
        _ = await sonde.ended()
        await server.stop()
    }

    @Test func withoutARunningSondeItSaysSo() async throws {
        let port = try RefusingPort()
        let away = try await feedback("--url", "http://127.0.0.1:\(port.port)")
        #expect(away.exitCode == 1)
        #expect(away.errors.contains("No Sonde answers at http://127.0.0.1:\(port.port): "), "\(away.errors)")
        #expect(away.errors.contains("sonde run"))
        // The port of the configuration is any that is free: there is nothing to ask.
        try configure("http://127.0.0.1:1/")
        let unnamed = try await feedback()
        #expect(unnamed.exitCode == 64)
        #expect(unnamed.errors.contains("--url"), "\(unnamed.errors)")
    }

    @Test(arguments: [["--it-was-one"], ["a b"], ["../x"], ["abc", "--url", "127.0.0.1"]])
    func aWrongCommandLineIs64(arguments: [String]) async throws {
        let ended = await (try SondeProcess(["feedback"] + arguments, in: folder.url)).ended()
        #expect(ended.exitCode == 64)
        #expect(ended.errors.hasPrefix("Error: "))
    }
}
