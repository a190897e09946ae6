import Foundation
import SondeTestSupport
import Testing

/// A changed configuration is taken over while Sonde runs; a broken one is not.
@Suite(.timeLimit(.minutes(2))) struct ReloadTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    private func configure(_ url: String, paths: String...) throws {
        let endpoints = paths.map { "  - {name: \"\($0)\", url: \"\(url)/\($0)\", interval: 1s}" }
        try folder.write(
            "web: {enabled: false}\nendpoints:\n" + endpoints.joined(separator: "\n") + "\n")
    }

    @Test func onChangeOfTheFile() async throws {
        let server = try await FaultyServer.start { _ in .ok }
        try configure(server.url, paths: "first")
        let sonde = try SondeProcess(["run"], in: folder.url)
        try await server.waitForRequests(1)
        try configure(server.url, paths: "second", "third")
        #expect(await sonde.wait(for: "Configuration reloaded (the file changed): 2 endpoints."))
        let before = server.requestCount
        try await server.waitForRequests(before + 6)
        let after = Set(server.requests.dropFirst(before + 2).map(\.path))
        #expect(after == ["/second", "/third"])
        sonde.signal(SIGTERM)
        #expect(await sonde.ended().exitCode == 0)
        await server.stop()
    }

    @Test func onSIGHUP() async throws {
        let server = try await FaultyServer.start { _ in .ok }
        try configure(server.url, paths: "first")
        let sonde = try SondeProcess(["run"], in: folder.url)
        try await server.waitForRequests(1)
        sonde.signal(SIGHUP)
        #expect(await sonde.wait(for: "Configuration reloaded: nothing changed."))
        sonde.signal(SIGTERM)
        #expect(await sonde.ended().exitCode == 0)
        await server.stop()
    }

    @Test func anInvalidFileLeavesTheRunningOneUntouched() async throws {
        let server = try await FaultyServer.start { _ in .ok }
        try configure(server.url, paths: "first")
        let sonde = try SondeProcess(["run"], in: folder.url)
        try await server.waitForRequests(1)
        try folder.write("endpoints: [{name: broken, url: \"ftp://x\"}]\n")
        #expect(await sonde.wait(for: "The changed configuration is not used; the running one stays."))
        #expect(await sonde.wait(for: "sonde.yaml:1:"))
        let before = server.requestCount
        try await server.waitForRequests(before + 2)
        #expect(server.requests.last?.path == "/first")
        // Mended, it is used again.
        try configure(server.url, paths: "mended")
        #expect(await sonde.wait(for: "Configuration reloaded (the file changed): 1 endpoints."))
        sonde.signal(SIGTERM)
        #expect(await sonde.ended().exitCode == 0)
        await server.stop()
    }
}
