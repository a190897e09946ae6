import SondeCore
import Testing

@testable import SondeAlerting

/// PagerDuty and Opsgenie: an incident is one alert there, from its beginning to its end.
@Suite struct PagerTests {
    @Test("PagerDuty: triggered and resolved under one key")
    func pagerDuty() async throws {
        let receiver = try await WebhookReceiver()
        let channel = try ChannelSamples.channel("pagerduty", at: receiver.url)
        let opened = ChannelSamples.message()
        let requests = try await receiver.requests(
            of: channel, opened, ChannelSamples.message(.raised), ChannelSamples.message(.resolved))
        #expect(requests.map(\.path) == Array(repeating: "/pagerduty/v2/enqueue", count: 3))
        #expect(requests.map { $0["event_action"] } == ["trigger", "trigger", "resolve"])
        #expect(requests.allSatisfy { $0["dedup_key"]?.text == opened.thread })
        #expect(requests.allSatisfy { $0["routing_key"]?.text == ChannelSamples.secret })
        #expect(requests[0]["payload"]?["custom_details"]?["reason"]?.text == opened.incidents[0].incident.reason)
        #expect(requests[2]["payload"] == nil)
    }

    @Test(
        "PagerDuty: how grave it is",
        arguments: [
            (AlertEvent.opened, Severity.critical, "critical"), (.opened, .high, "error"),
            (.opened, .medium, "warning"),
            (.digest, .medium, "info"), (.test, .critical, "info"),
        ])
    func pagerDutySeverity(event: AlertEvent, severity: Severity, expected: String) async throws {
        let receiver = try await WebhookReceiver()
        let incident = AlertSamples.alerted(AlertSamples.incident(severity: severity))
        let requests = try await receiver.requests(
            of: ChannelSamples.channel("pagerduty", at: receiver.url), ChannelSamples.message(event, [incident]))
        #expect(requests.first?["payload"]?["severity"]?.text == expected)
    }

    @Test("Opsgenie: created, raised and closed under one alias")
    func opsgenie() async throws {
        let receiver = try await WebhookReceiver()
        let channel = try ChannelSamples.channel(
            "opsgenie", at: receiver.url, ["alias-prefix": .text("a b-"), "tags": .texts(["api", "prod"])])
        let opened = ChannelSamples.message()
        let requests = try await receiver.requests(
            of: channel, opened, ChannelSamples.message(.raised), ChannelSamples.message(.resolved))
        let alerts = "/opsgenie/v2/alerts"
        let alias = "\(alerts)/a%20b-\(opened.thread)"
        #expect(requests.map(\.method) == ["POST", "POST", "PUT", "POST"])
        #expect(requests.map(\.path) == [alerts, alerts, "\(alias)/priority", "\(alias)/close"])
        #expect(requests[3].query == ["identifierType": "alias"])
        #expect(requests[0]["alias"]?.text == "a b-" + opened.thread)
        #expect(requests[0]["priority"] == "P1")
        #expect(requests[0]["tags"] == ["api", "prod"])
        #expect(requests.allSatisfy { $0.headers["authorization"] == "GenieKey \(ChannelSamples.secret)" })
    }

    @Test("A configured priority is used for incidents, and not for a digest")
    func opsgeniePriority() async throws {
        let receiver = try await WebhookReceiver()
        let channel = try ChannelSamples.channel("opsgenie", at: receiver.url, ["priority": .text("P2")])
        let requests = try await receiver.requests(
            of: channel, ChannelSamples.message(), ChannelSamples.message(.digest))
        #expect(requests.map { $0["priority"] } == ["P2", "P5"])
    }
}
