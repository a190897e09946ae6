import Logging
import SondeCore
import SondeWeb
import Testing

@Suite struct ListeningTests {
    @Test func aPortInUseIsToldWithTheKeyToChange() async throws {
        try await serving(FakeBoard()) { client in
            let error = await #expect(throws: WebError.self) { try await server(port: client.port).run() }
            #expect(
                error?.description == "Port \(client.port) on 127.0.0.1 is in use. Set web.listen to another port.")
        }
    }

    @Test(arguments: ["192.0.2.1", "no-such-host.invalid"])
    func anAddressElsewhereIsToldWithTheKeyToChange(host: String) async throws {
        let error = await #expect(throws: WebError.self) { try await server(host: host, port: 8080).run() }
        let sentence = try #require(error?.description)
        #expect(sentence.hasPrefix("\(host) is not an address of this machine. Set web.listen to "))
    }

    private func server(host: String = "127.0.0.1", port: Int) -> WebServer {
        WebServer(
            board: FakeBoard(), store: FakeStore(), desk: TestDesk(), host: host, port: port, clock: SteppedClock(),
            logger: Logger(label: "test"))
    }
}
