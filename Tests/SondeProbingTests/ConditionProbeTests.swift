import SondeCore
import SondeTestSupport
import Testing

/// Conditions meet real responses here; their language is tested in SondeCoreTests.
@Suite(.timeLimit(.minutes(1))) struct ConditionProbeTests {
    private let kit = ProbeKit()

    @Test func allKindsOfValuesAreThere() async throws {
        let response = FaultyServer.Response.ok(json: #"{"status": "UP", "items": [1, 2]}"#)
            .header("X-Version", "7").delayed(by: .milliseconds(20))
        let result = try await kit.probe(response, tls: .valid) { endpoint in
            try endpoint.trustTestAuthority()
            try endpoint.expect(
                "[STATUS] == 200", "[RESPONSE_TIME] >= 20", "[CONNECTED] == true", "[IP] == 127.0.0.1",
                "[CERTIFICATE_EXPIRATION] > 48h", "[BODY].status == UP", "len([BODY].items) == 2",
                "[HEADERS].x-version == 7", "[HEADERS].content-type == pat(application/json*)", "[TTFB] >= 20",
                "[TLS] > 0", "[BODY] == regex(UP.*items)")
        }
        #expect(result.failure == nil)
        #expect(result.conditions.count == 12)
        #expect(result.conditions.allSatisfy { $0.held })
    }

    @Test func theFirstThatFailsIsNamedWithItsValue() async throws {
        let result = try await kit.probe(.status(503)) {
            try $0.expect("[CONNECTED] == true", "[STATUS] == 200", "[BODY] == fine")
        }
        let failure = try #require(result.failure)
        #expect(failure.category == .conditionFailed)
        #expect(failure.message == "Condition failed: [STATUS] (503) == 200 (and 1 more)")
        #expect(result.conditions.map(\.held) == [true, false, false])
    }

    @Test func conditionsReplaceTheStatusRule() async throws {
        let result = try await kit.probe(.status(404)) { try $0.expect("[STATUS] == 404") }
        #expect(result.failure == nil)
    }

    @Test(
        arguments: [
            (
                "not UTF-8",
                FaultyServer.Response.raw(
                    "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n".utf8 + [0xff, 0xfe, 0x00, 0x80])
            ),
            ("empty", .ok(text: "")),
            ("not JSON", .ok(text: "<html>")),
            ("deep", .ok(json: String(repeating: "[", count: 100_000))),
        ] as [(String, FaultyServer.Response)])
    func hostileBodiesFailTheConditionAndNothingElse(_ name: String, _ response: FaultyServer.Response) async throws {
        let result = try await kit.probe(response) { try $0.expect("[BODY].status == UP") }
        #expect(result.failure?.category == .conditionFailed)
        #expect(result.statusCode == 200)
    }

    @Test func theBodyIsKeptOnlyForConditions() async throws {
        // A body far over what is kept is still counted to its end.
        let result = try await kit.probe(.ok(bytes: 900_000)) { try $0.expect("[STATUS] == 200") }
        #expect(result.responseSize == 900_000)
        #expect(result.failure == nil)
    }
}
