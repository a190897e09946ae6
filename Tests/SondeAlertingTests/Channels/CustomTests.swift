import SondeCore
import Testing

@testable import SondeAlerting

/// Gatus' custom alerts, with the templates of its own documentation and tests.
@Suite struct CustomTests {
    private static let all =
        "[ENDPOINT_NAME],[ENDPOINT_GROUP],[ALERT_DESCRIPTION],[ENDPOINT_URL],[ALERT_TRIGGERED_OR_RESOLVED],[RESULT_ERRORS]"

    private func request(
        _ options: [String: ChannelOptions.Value], _ message: AlertMessage, path: String = "/custom"
    ) async throws -> ReceivedRequest {
        let receiver = try await WebhookReceiver()
        let url: [String: ChannelOptions.Value] = [
            "url": .secret(Secret(receiver.url + path)), "client": .client(ChannelSamples.patience),
        ]
        let channel = try CustomChannel(ChannelOptions(options.merging(url) { $1 }))
        return try #require(try await receiver.requests(of: channel, message).first)
    }

    @Test("Each placeholder has its value")
    func placeholders() async throws {
        let message = ChannelSamples.message(description: "see the wiki")
        let request = try await request(["method": .text("post"), "body": .secret(Secret(Self.all))], message)
        #expect(request.method == "POST")
        #expect(
            request.body
                == "orders,core,see the wiki,https://api.example.com/orders,TRIGGERED,Connection refused by "
                + "api.example.com:443.")
    }

    @Test("Resolved: there are no errors, and the words are the configuration's")
    func resolved() async throws {
        let request = try await request(
            [
                "body": .secret(Secret("[ALERT_TRIGGERED_OR_RESOLVED]/[RESULT_ERRORS]/")),
                "placeholders": .mappings([
                    "ALERT_TRIGGERED_OR_RESOLVED": ["TRIGGERED": "partial_outage", "RESOLVED": "operational"]
                ]),
            ], ChannelSamples.message(.resolved))
        #expect(request.method == "GET")
        #expect(request.body == "operational//")
    }

    @Test("In the address values are encoded")
    func address() async throws {
        let incident = AlertSamples.alerted(AlertSamples.incident("a b&c=d/é"))
        let request = try await request(
            [:], ChannelSamples.message(.opened, [incident]),
            path: "/custom/[ENDPOINT_GROUP]?name=[ENDPOINT_NAME]&event=[ALERT_TRIGGERED_OR_RESOLVED]")
        #expect(request.path == "/custom/core")
        #expect(request.query == ["name": "a b&c=d/é", "event": "TRIGGERED"])
    }

    @Test("Whatever a value holds, a body of JSON stays JSON, and a value is never read as a placeholder")
    func hostileValues() async throws {
        let incident = AlertSamples.alerted(AlertSamples.incident("a\"b\\c\n[ENDPOINT_URL]"))
        let request = try await request(
            ["body": .secret(Secret(#"{"text": "[ENDPOINT_NAME] [UNKNOWN] ["}"#))],
            ChannelSamples.message(.opened, [incident]))
        #expect(request["text"] == "a\"b\\c\n[ENDPOINT_URL] [UNKNOWN] [")
    }

    @Test("The outcome of each condition is told as Gatus tells it")
    func conditions() async throws {
        var probe = AlertSamples.answer(status: 503)
        probe.conditions = [
            ConditionOutcome(condition: "[STATUS] == 200", held: false, resolved: "[STATUS] (503) == 200"),
            ConditionOutcome(condition: "[TTFB] < 300", held: true, resolved: "[TTFB] < 300"),
        ]
        let incident = AlertSamples.alerted(AlertSamples.incident(), last: probe)
        let request = try await request(
            ["body": .secret(Secret("[RESULT_CONDITIONS]"))], ChannelSamples.message(.opened, [incident]))
        #expect(request.body == "❌ - `[STATUS] == 200`, ✅ - `[TTFB] < 300`")
    }
}
