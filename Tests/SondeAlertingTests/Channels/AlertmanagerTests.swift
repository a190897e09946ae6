import SondeCore
import SondeTestSupport
import Testing

@testable import SondeAlerting

@Suite struct AlertmanagerTests {
    @Test("A real Alertmanager receives, groups and resolves")
    func realPeer() async throws {
        let receiver = try await WebhookReceiver()
        let alertmanager = try await Alertmanager(receiver: "\(receiver.url)/told")
        let channel = try ChannelSamples.channel(
            "alertmanager", at: receiver.url,
            ["urls": .texts([alertmanager.url]), "labels": .mapping(["team": "night"])])
        // Open since just now by the clock that Alertmanager goes by.
        let now = SystemClock().now
        let incidents = ["orders", "stock"].map { AlertSamples.incident($0, severity: .high, openedAt: now) }
        let hostile = AlertSamples.incident("a\"b\n{}", openedAt: now, reason: "<b>\"é\" & 🚨\n")
        _ = try await channel.send(
            ChannelSamples.message(.opened, (incidents + [hostile]).map { AlertSamples.alerted($0) }),
            through: receiver.http)
        // Its first word may come in steps, too.
        var told = try await receiver.next()
        while told["alerts"]?.elements.count != 3 { told = try await receiver.next() }
        #expect(told["status"] == "firing")
        #expect(told["commonLabels"]?["team"] == "night")
        #expect(
            Set(told["alerts"]?.elements.compactMap { $0["labels"]?["api_name"]?.text } ?? [])
                == ["orders", "stock", "a\"b\n{}"])

        let over = (incidents + [hostile]).map { incident in
            var incident = incident
            incident.closedAt = SystemClock().now
            return AlertSamples.alerted(incident)
        }
        _ = try await channel.send(ChannelSamples.message(.resolved, over), through: receiver.http)
        var last = told
        while last["status"] != "resolved" { last = try await receiver.next() }
        #expect(last["alerts"]?.elements.count == 3)
    }

    @Test("Where no Alertmanager is, nothing is taken for delivered")
    func realRefusal() async throws {
        let receiver = try await WebhookReceiver()
        let alertmanager = try await Alertmanager(receiver: "\(receiver.url)/told")
        let channel = try ChannelSamples.channel(
            "alertmanager", at: receiver.url, ["urls": .texts(["\(alertmanager.url)/elsewhere"])])
        let fault = try #require(await receiver.fault(of: channel, ChannelSamples.message()))
        #expect(fault.isPermanent)
        #expect(fault.sentence.hasPrefix("alertmanager answered with status 4"))
    }

    @Test("Labels stay the same while the incident is open, and it ends a day ahead")
    func labels() async throws {
        let receiver = try await WebhookReceiver()
        let channel = try ChannelSamples.channel("alertmanager", at: receiver.url)
        let requests = try await receiver.requests(
            of: channel, ChannelSamples.message(description: "wiki"), ChannelSamples.message(.resolved))
        let (opened, resolved) = (try #require(requests[0].json?[0]), try #require(requests[1].json?[0]))
        #expect(requests[0].path == "/alertmanager/api/v2/alerts")
        #expect(opened["labels"] == resolved["labels"])
        #expect(
            opened["labels"] == [
                "alertname": "SondeFailure", "api_name": "orders", "group": "core",
                "instance": "https://api.example.com/orders", "job": "sonde", "scope": "endpoint",
                "severity": "critical",
            ])
        #expect(opened["startsAt"] == "2026-11-24T10:00:00.000Z")
        #expect(opened["endsAt"] == "2026-11-25T10:00:12.000Z")
        #expect(resolved["endsAt"] == "2026-11-24T10:12:00.000Z")
        #expect(opened["annotations"]?["runbook"] == "wiki")
    }

    @Test("What rose in severity is over under the severity that it had")
    func raised() async throws {
        let receiver = try await WebhookReceiver()
        let channel = try ChannelSamples.channel("alertmanager", at: receiver.url)
        let incident = AlertSamples.alerted(AlertSamples.incident(severity: .high))
        let receipt = try await channel.send(ChannelSamples.message(.opened, [incident]), through: receiver.http)
        #expect(receipt == "high")
        let requests = try await receiver.requests(of: channel, ChannelSamples.message(.raised, receipt: receipt))
        let alerts = try #require(requests.last?.json?.elements)
        #expect(alerts.map { $0["labels"]?["severity"] } == ["critical", "high"])
        #expect(alerts.map { $0["endsAt"] } == ["2026-11-25T10:00:12.000Z", "2026-11-24T10:00:12.000Z"])
    }

    @Test("One member of the cluster that takes the message is enough")
    func cluster() async throws {
        let (receiver, dead) = (try await WebhookReceiver(), try RefusingPort())
        let channel = try ChannelSamples.channel(
            "alertmanager", at: receiver.url,
            ["urls": .texts([dead.url, "\(receiver.url)/alertmanager", "\(receiver.url)/alertmanager/2/"])])
        let requests = try await receiver.requests(of: channel, ChannelSamples.message())
        #expect(
            Set(requests.map(\.path)) == ["/alertmanager/api/v2/alerts", "/alertmanager/2/api/v2/alerts"])
    }
}
