import SondeCore
import SondeSQLite
import SondeTestSupport
import Testing

@testable import SondeServer

/// The heartbeat of a running Sonde, before and after reloads.
@Suite(.timeLimit(.minutes(1))) struct HeartbeatTests {
    /// A server that says which paths are called.
    private struct Stage {
        let server: FaultyServer
        let calls: AsyncStream<String>

        init() async throws {
            let (calls, continuation) = AsyncStream.makeStream(of: String.self)
            server = try await FaultyServer.start { request in
                continuation.yield(request.path)
                return request.path == "/hangs" ? .ok.delayed(by: .seconds(3600)) : .ok
            }
            self.calls = calls
        }

        func next() async -> String? {
            for await path in calls { return path }
            return nil
        }
    }

    private func configuration(_ folder: StoreFolder, _ stage: Stage, _ path: String?) -> SondeConfiguration {
        var configuration = SondeConfiguration(
            endpoints: [], store: StoreConfiguration(kind: .sqlite(path: folder.file)))
        configuration.web.enabled = false
        configuration.alerting.heartbeat = path.map {
            HeartbeatConfiguration(url: Secret(stage.server.url + $0), interval: .seconds(3600))
        }
        return configuration
    }

    private func parts(_ configuration: SondeConfiguration, _ folder: StoreFolder) async throws -> SondeServer.Parts {
        let server = SondeServer(configuration: configuration, logger: LogRecord().logger) { _ in }
        return try await SondeServer.Parts(server, base: try SQLiteStore(path: folder.file), clock: SystemClock())
    }

    @Test func aReloadBeginsChangesAndEndsIt() async throws {
        let (folder, stage) = (try StoreFolder(), try await Stage())
        let parts = try await parts(configuration(folder, stage, nil), folder)
        let services = RunningServices(parts.heartbeat)
        await parts.apply(configuration(folder, stage, "/first"))
        #expect(await stage.next() == "/first")
        // What stays as it is is not called anew.
        await parts.apply(configuration(folder, stage, "/first"))
        await parts.apply(configuration(folder, stage, "/second"))
        #expect(await stage.next() == "/second")
        await parts.apply(configuration(folder, stage, nil))
        await parts.apply(configuration(folder, stage, "/third"))
        #expect(await stage.next() == "/third")
        try await services.stop()
        #expect(stage.server.requests.map(\.path) == ["/first", "/second", "/third"])
        parts.stop()
        try await stage.server.stop()
    }

    /// Nobody waits for an address that does not answer.
    @Test func neitherAReloadNorTheEndWaitsForAnAnswer() async throws {
        let (folder, stage) = (try StoreFolder(), try await Stage())
        let parts = try await parts(configuration(folder, stage, "/hangs"), folder)
        let services = RunningServices(parts.heartbeat)
        #expect(await stage.next() == "/hangs")
        await parts.apply(configuration(folder, stage, "/second"))
        #expect(await stage.next() == "/second")
        await parts.apply(configuration(folder, stage, "/hangs"))
        #expect(await stage.next() == "/hangs")
        try await services.stop()
        #expect(parts.troubles.all.isEmpty)
        parts.stop()
        try await stage.server.stop()
    }
}
