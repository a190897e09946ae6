import Foundation
import GRDB
import SondeTestSupport
import Testing

/// `sonde healthcheck` beside a running Sonde.
@Suite(.timeLimit(.minutes(2))) struct HealthcheckTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    private func healthcheck(_ arguments: String...) async throws -> SondeProcess.Ended {
        await (try SondeProcess(["healthcheck"] + arguments, in: folder.url)).ended()
    }

    private func configure(_ url: String, port: Int = 0, to name: String = "sonde.yaml") throws {
        try folder.write(
            """
            web: {listen: "0.0.0.0:\(port)"}
            store: {url: "sqlite:run.db"}
            endpoints:
              - {name: orders, url: "\(url)", interval: 1s}
            """, to: name)
    }

    @Test func aRunningSondeIsAliveAndReady() async throws {
        let server = try await FaultyServer.start { _ in .ok }
        try configure(server.url)
        let sonde = try SondeProcess(["run"], in: folder.url)
        let port = try await sonde.port()
        // As who starts Sonde knows it: a server on all addresses is asked on this machine's own.
        try configure(server.url, port: port, to: "known.yaml")
        let alive = try await healthcheck("--config", "known.yaml")
        #expect(alive.exitCode == 0, "\(alive.errors)")
        #expect(alive.output == "Sonde at http://127.0.0.1:\(port) is alive.\n")
        let ready = try await healthcheck("--ready", "--url", "http://127.0.0.1:\(port)/")
        #expect(ready.exitCode == 0, "\(ready.errors)")
        #expect(ready.output == "Sonde at http://127.0.0.1:\(port) is ready.\n")
        sonde.signal(SIGTERM)
        _ = await sonde.ended()
        await server.stop()
    }

    @Test func withoutItsDatabaseItIsAliveAndNotReady() async throws {
        let server = try await FaultyServer.start { _ in .ok }
        try configure(server.url)
        let sonde = try SondeProcess(["run"], in: folder.url)
        let address = "http://127.0.0.1:\(try await sonde.port())"
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let database = try DatabaseQueue(path: folder.path("run.db"), configuration: configuration)
        // Nobody else can write while this transaction lasts.
        try await database.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        #expect(await sonde.wait(for: "TROUBLE"))
        #expect(try await healthcheck("--url", address).exitCode == 0)
        let ready = try await healthcheck("--ready", "--url", address)
        #expect(ready.exitCode == 1)
        #expect(ready.errors.hasPrefix("Sonde at \(address) is not ready: Measurements cannot be stored: "))
        #expect(ready.errors.split(separator: "\n").count == 1, "\(ready.errors)")
        try await database.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        #expect(await sonde.wait(for: "recovered"))
        #expect(try await healthcheck("--ready", "--url", address).exitCode == 0)
        sonde.signal(SIGTERM)
        _ = await sonde.ended()
        await server.stop()
    }

    @Test func whereNoneAnswersItSaysSo() async throws {
        let port = try RefusingPort()
        let away = try await healthcheck("--url", port.url)
        #expect(away.exitCode == 1)
        #expect(away.errors.hasPrefix("No Sonde answers at \(port.url): "), "\(away.errors)")
        #expect(away.output.isEmpty)
    }

    @Test(arguments: [[], ["--ready"]])
    func aStrangerIsNoSonde(options: [String]) async throws {
        let server = try await FaultyServer.start { _ in .ok }
        let command = ["healthcheck", "--url", server.url] + options
        let stranger = await (try SondeProcess(command, in: folder.url)).ended()
        #expect(stranger.exitCode == 1)
        #expect(stranger.errors == "What answers at \(server.url) is no Sonde (status 200).\n")
        await server.stop()
    }

    /// A configuration that somebody is in the middle of editing must not make a Sonde that runs look ill.
    @Test func withAnAddressNoConfigurationIsRead() async throws {
        try folder.write("endpoints: [")
        let port = try RefusingPort()
        #expect(try await healthcheck("--url", port.url).exitCode == 1)
        #expect(try await healthcheck().exitCode == 78)
    }

    @Test(arguments: [["--url", "127.0.0.1"], ["now"]])
    func aWrongCommandLineIs64(arguments: [String]) async throws {
        let ended = await (try SondeProcess(["healthcheck"] + arguments, in: folder.url)).ended()
        #expect(ended.exitCode == 64)
    }
}
