import Foundation
import Glibc
import SondeTestSupport
import Testing

/// Linux' F_SETPIPE_SZ, which Glibc's module leaves out.
private let setPipeSize: Int32 = 1031

/// What `sonde run` writes, and what happens when nobody reads it.
@Suite(.timeLimit(.minutes(2))) struct OutputTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    private func configure(_ url: String, endpoints: Int = 1) throws {
        let lines = (1...endpoints).map { "  - {name: \"api-\($0)\", url: \"\(url)/\($0)\", interval: 1s}" }
        try folder.write("web: {enabled: false}\nendpoints:\n" + lines.joined(separator: "\n") + "\n")
    }

    @Test(.timeLimit(.minutes(2)))
    func anUnreadPipeDoesNotStopProbing() async throws {
        let server = try await FaultyServer.start { _ in .ok }
        try configure(server.url, endpoints: 50)
        let sonde = try runUnread()
        defer {
            close(sonde.output)
            close(sonde.errors)
        }
        // A page, which some sixty probes fill.
        #expect(fcntl(sonde.output, setPipeSize, 4_096) == 4_096)
        try await server.waitForRequests(400)
        sonde.signal(SIGTERM)
        #expect(await ended(sonde) == 0)
        await server.stop()
    }

    @Test func aReaderThatGoesAwayDoesNotEndSonde() async throws {
        let server = try await FaultyServer.start { _ in .ok }
        try configure(server.url)
        let sonde = try runUnread()
        close(sonde.output)
        close(sonde.errors)
        try await server.waitForRequests(4)
        sonde.signal(SIGTERM)
        #expect(await ended(sonde) == 0)
        await server.stop()
    }

    @Test func eventsGoToOutputAndLogsToErrors() async throws {
        let server = try await FaultyServer.start { _ in .status(500) }
        try configure(server.url)
        let sonde = try SondeProcess(["run", "--verbose", "--log-format", "json"], in: folder.url)
        #expect(await sonde.wait(for: "OPENED"))
        sonde.signal(SIGTERM)
        let ended = await sonde.ended()
        let events = try objects(ended.output)
        let failed = try #require(events.first { $0["event"] as? String == "failed" })
        #expect(failed["api"] as? String == "api-1")
        #expect(failed["success"] as? Bool == false)
        #expect(failed["status_code"] as? Int == 500)
        #expect((failed["response_time_ms"] as? Double ?? 0) > 0)
        let opened = try #require(events.first { $0["event"] as? String == "OPENED" })
        for key in ["incident_id", "kind", "severity", "opened_at", "reason"] {
            #expect(opened[key] is String, "\(key)")
        }
        #expect(opened["closed_at"] == nil)
        let logs = try objects(ended.errors)
        #expect(logs.contains { ($0["message"] as? String)?.hasPrefix("Stopped after ") == true })
        #expect(logs.allSatisfy { $0["time"] is String && $0["level"] is String && $0["event"] == nil })
        await server.stop()
    }

    /// `sonde run` with pipes that nobody reads.
    private func runUnread() throws -> SpawnedProcess {
        let binary = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("sonde")
        return try SpawnedProcess(
            binary.path, ["run", "--verbose"], folder: folder.url.path, environment: ["PATH": "/usr/bin:/bin"])
    }

    private func objects(_ lines: String) throws -> [[String: Any]] {
        try lines.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    private func ended(_ process: SpawnedProcess) async -> Int32 {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: process.wait()) }
        }
    }
}
