import SondeCore
import SondeProbing
import SondeTestSupport
import Testing

@testable import SondeAlerting

/// The engine as it sends what is no probe.
@Suite struct HTTPClientTests {
    @Test("Method, headers, body and authentication arrive, and the answer's headers come back")
    func exchange() async throws {
        let receiver = try await WebhookReceiver(
            answers: #"[{"status": 418, "headers": {"X-Tea": "Pot"}, "body": "short"}]"#)
        var options = ChannelSamples.patience
        options.authentication = .basic(username: "u", password: Secret("p"))
        let answer = try await receiver.http.send(
            HTTPRequest(
                "PATCH", Secret("\(receiver.url)/x"), headers: [.init(name: "X-A", value: Secret("b"))],
                body: Array("é".utf8), options: options))
        #expect(answer.status == 418)
        #expect(answer.header("x-tea") == "Pot")
        #expect(answer.body == Array("short".utf8))
        options.authentication = .bearer(Secret("tok"))
        _ = try await receiver.http.send(HTTPRequest("GET", Secret("\(receiver.url)/y"), options: options))
        let requests = try await receiver.requests()
        #expect(requests.map(\.method) == ["PATCH", "GET"])
        #expect(requests[0].body == "é")
        #expect(requests[0].headers["x-a"] == "b")
        #expect(requests.map { $0.headers["authorization"] } == ["Basic dTpw", "Bearer tok"])
    }

    @Test("A long answer is kept in part, and a redirect is an answer")
    func answers() async throws {
        let server = try await FaultyServer.start { request in
            request.path == "/long"
                ? .ok(bytes: 3 << 20) : .redirect(to: "/long")
        }
        let engine = CurlEngine()
        defer { engine.stop() }
        let long = try await engine.send(
            HTTPRequest("GET", Secret("\(server.url)/long"), options: ChannelSamples.patience))
        #expect(long.body.count == 1 << 20)
        let moved = try await engine.send(
            HTTPRequest("GET", Secret("\(server.url)/moved"), options: ChannelSamples.patience))
        #expect(moved.status == 302)
        await server.stop()
    }

    @Test("Why there was no answer is told without the address")
    func failures() async throws {
        let port = try RefusingPort()
        let engine = CurlEngine()
        defer { engine.stop() }
        let request = HTTPRequest("GET", Secret("\(port.url)/T0psecret?key=T0psecret"))
        await #expect(throws: ProbeFailure(.refused, "Connection refused by 127.0.0.1:\(port.port).")) {
            try await engine.send(request)
        }
    }

    @Test("Certificates are checked against the authority given, unless they need not be")
    func certificates() async throws {
        let server = try await FaultyServer.start(tls: .valid) { _ in .status(200) }
        let engine = CurlEngine()
        defer { engine.stop() }
        var request = HTTPRequest("GET", Secret(server.url), options: ChannelSamples.patience)
        await #expect(throws: ProbeFailure.self) { try await engine.send(request) }
        request.options.tls.caFile = try TestCertificates.caFile
        #expect(try await engine.send(request).status == 200)
        request.options.tls.caFile = nil
        request.options.insecure = true
        #expect(try await engine.send(request).status == 200)
        await server.stop()
    }
}
