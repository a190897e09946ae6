import SondeCore
import Testing

@testable import SondeAlerting

@Suite struct SlackTests {
    @Test("A webhook is given header, reason, facts and a link")
    func webhook() async throws {
        let receiver = try await WebhookReceiver()
        let channel = try ChannelSamples.channel("slack", at: receiver.url, ["title": .text("Night watch")])
        let message = ChannelSamples.message()
        let request = try #require(try await receiver.requests(of: channel, message).first)
        #expect(request["text"]?.text == message.title)
        #expect(request["blocks"]?[0]?["text"]?["text"]?.text == message.title)
        let attachment = try #require(request["attachments"]?[0])
        #expect(attachment["color"] == "#d32f2f")
        #expect(attachment.words.contains(message.incidents[0].incident.reason))
        #expect(attachment.words.contains("*Endpoint*\norders"))
        #expect(
            attachment.words.contains("Night watch · 2026-11-24 10:00:12 UTC · <https://sonde.example.com/incidents|"))
    }

    @Test("A bot answers the first message of the thread, and changes it when the incident is over")
    func thread() async throws {
        let receiver = try await WebhookReceiver()
        let bot = try ChannelSamples.channel("slack-bot", at: receiver.url)
        let receipt = try await bot.send(ChannelSamples.message(), through: receiver.http)
        #expect(receipt == "C0123456789/1795514412.000100")
        let last = try await bot.send(ChannelSamples.message(.resolved, receipt: receipt), through: receiver.http)
        #expect(last == receipt)
        let requests = try await receiver.requests()
        #expect(
            requests.map(\.path) == ["chat.postMessage", "chat.update", "chat.postMessage"].map { "/slack-api/\($0)" })
        #expect(requests.allSatisfy { $0.headers["authorization"] == "Bearer \(ChannelSamples.secret)" })
        #expect(requests[0]["thread_ts"] == nil)
        #expect(requests[1]["ts"] == "1795514412.000100")
        #expect(requests[1]["attachments"]?[0]?["color"] == "#2e7d32")
        #expect(requests[2]["thread_ts"] == "1795514412.000100")
    }

    @Test("A first message about several incidents is not changed when one of them is over")
    func sharedMessage() async throws {
        let receiver = try await WebhookReceiver()
        let bot = try ChannelSamples.channel("slack-bot", at: receiver.url)
        let receipt = try await bot.send(
            ChannelSamples.message(.opened, AlertSamples.several), through: receiver.http)
        _ = try await bot.send(ChannelSamples.message(.resolved, receipt: receipt), through: receiver.http)
        let requests = try await receiver.requests()
        #expect(requests.map(\.path) == ["/slack-api/chat.postMessage", "/slack-api/chat.postMessage"])
        #expect(requests[1]["thread_ts"] == "1795514412.000100")
    }

    @Test("A first message that was deleted does not keep the resolution back")
    func deletedMessage() async throws {
        let receiver = try await WebhookReceiver(answers: #"[{"body": {"ok": false, "error": "message_not_found"}}]"#)
        let bot = try ChannelSamples.channel("slack-bot", at: receiver.url)
        let requests = try await receiver.requests(
            of: bot, ChannelSamples.message(.resolved, receipt: "C0123456789/1795514412.000100"))
        #expect(requests.map(\.path) == ["/slack-api/chat.update", "/slack-api/chat.postMessage"])
    }

    @Test(
        "What Slack refuses with a good status",
        arguments: [
            ("invalid_auth", true), ("channel_not_found", true), ("internal_error", false), ("ratelimited", false),
        ])
    func refusal(error: String, isPermanent: Bool) async throws {
        let receiver = try await WebhookReceiver(
            answers: #"[{"headers": {"Retry-After": "7"}, "body": {"ok": false, "error": "\#(error)"}}]"#)
        let bot = try ChannelSamples.channel("slack-bot", at: receiver.url)
        let fault = await receiver.fault(of: bot, ChannelSamples.message())
        #expect(
            fault
                == DeliveryFault(
                    "slack refused the message: \(error)", isPermanent: isPermanent, retryAfter: .seconds(7)))
    }
}
