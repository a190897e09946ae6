import Foundation
import SondeTestSupport
import Testing

/// The port of the page is taken before anything is probed.
@Suite(.timeLimit(.minutes(2))) struct PortTests {
    @Test func withAUsedPortNothingIsProbed() async throws {
        let folder = try ScratchFolder()
        let server = try await FaultyServer.start { _ in .ok }
        // So many that some turn comes every few milliseconds.
        let endpoints = (0..<300).map { "  - {name: a\($0), url: \"\(server.url)\", interval: 1s}" }
        try folder.write(
            "web: {listen: \"127.0.0.1:\(server.port)\"}\nendpoints:\n" + endpoints.joined(separator: "\n"))
        let ended = await (try SondeProcess(["run"], in: folder.url)).ended()
        #expect(ended.exitCode == 1)
        #expect(ended.errors.split(separator: "\n").count == 1, "\(ended.errors)")
        #expect(server.requestCount == 0)
        await server.stop()
    }
}
