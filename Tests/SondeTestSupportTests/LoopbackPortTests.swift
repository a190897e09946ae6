import SondeTestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct LoopbackPortTests {
    @Test func `A refusing port refuses`() async throws {
        let port = try RefusingPort()
        #expect(try await Curl.run(port.url).exitCode == CurlExit.cannotConnect)
    }

    @Test func `Connecting to an unanswering port times out`() async throws {
        let port = try UnansweringPort()
        let curl = try await Curl.run("--connect-timeout", "0.5", port.url)
        #expect(curl.exitCode == CurlExit.timeout)
    }
}
