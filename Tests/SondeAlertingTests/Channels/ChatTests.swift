import SondeCore
import Testing

@testable import SondeAlerting

/// What is particular to Teams, Discord, Telegram and ntfy.
@Suite struct ChatTests {
    @Test("Teams is given a card whose style says how grave it is")
    func teamsCard() async throws {
        let receiver = try await WebhookReceiver()
        let channel = try ChannelSamples.channel("teams", at: receiver.url)
        let requests = try await receiver.requests(
            of: channel, ChannelSamples.message(), ChannelSamples.message(.resolved))
        let cards = requests.compactMap { $0["attachments"]?[0]?["content"] }
        #expect(cards.map { $0["body"]?[0]?["style"] } == ["attention", "good"])
        #expect(cards[0]["actions"]?[0]?["url"]?.text == "https://sonde.example.com/incidents")
        #expect(cards[0].words.contains(ChannelSamples.message().incidents[0].incident.reason))
    }

    @Test("Of an older connector of Teams, a refusal with a good status is one", arguments: [429, 413])
    func teamsConnector(status: Int) async throws {
        let words = "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error \(status)"
        let receiver = try await WebhookReceiver(answers: #"[{"status": 200, "body": "\#(words)"}]"#)
        let fault = await receiver.fault(
            of: try ChannelSamples.channel("teams", at: receiver.url), ChannelSamples.message())
        #expect(fault == DeliveryFault("teams refused the message: \(words)", isPermanent: status == 413))
    }

    @Test("Discord: the first message is changed, and a new one says that it is over")
    func discordResolution() async throws {
        let receiver = try await WebhookReceiver()
        let channel = try ChannelSamples.channel("discord", at: receiver.url)
        let receipt = try await channel.send(ChannelSamples.message(), through: receiver.http)
        #expect(receipt == "1310000000000000001")
        _ = try await channel.send(ChannelSamples.message(.resolved, receipt: receipt), through: receiver.http)
        let requests = try await receiver.requests()
        #expect(requests.map(\.method) == ["POST", "PATCH", "POST"])
        #expect(requests[0].query == ["wait": "true"])
        #expect(requests[1].path == "/discord/\(ChannelSamples.secret)/messages/1310000000000000001")
        #expect(requests[1]["embeds"]?[0]?["color"] == 0x2E7D32)
    }

    @Test("Discord: of several incidents in one message none may change it")
    func discordSeveral() async throws {
        let receiver = try await WebhookReceiver()
        let channel = try ChannelSamples.channel("discord", at: receiver.url)
        let message = ChannelSamples.message(.opened, AlertSamples.several)
        #expect(try await channel.send(message, through: receiver.http) == nil)
    }

    @Test("Discord mentions those whom the configuration names, in the thread that the address names")
    func discordMentions() async throws {
        let receiver = try await WebhookReceiver()
        let channel = try ChannelSamples.channel(
            "discord", at: receiver.url,
            [
                "webhook-url": .secret(Secret("\(receiver.url)/discord/x?thread_id=5")),
                "message-content": .text("<@12> <@!13> <@&14> @here"),
            ])
        let request = try #require(try await receiver.requests(of: channel, ChannelSamples.message()).first)
        #expect(request["content"] == "<@12> <@!13> <@&14> @here")
        #expect(
            request["allowed_mentions"] == ["parse": ["everyone"], "users": ["12", "13"], "roles": ["14"]])
        #expect(request.query == ["thread_id": "5", "wait": "true"])
    }

    @Test("Telegram answers the first message, in its topic")
    func telegramThread() async throws {
        let receiver = try await WebhookReceiver()
        let channel = try ChannelSamples.channel("telegram", at: receiver.url, ["topic-id": .text("42")])
        let receipt = try await channel.send(ChannelSamples.message(), through: receiver.http)
        #expect(receipt == "4711")
        let group = AlertSamples.group(of: 1000, lasted: .seconds(60))
        let requests = try await receiver.requests(
            of: channel, ChannelSamples.message(.resolved, receipt: receipt),
            ChannelSamples.message(.resolved, [group], receipt: receipt))
        #expect(requests.map { $0.path.split(separator: "/").last } == ["sendMessage", "sendMessage", "sendDocument"])
        #expect(requests[0].path.hasPrefix("/telegram/bot\(ChannelSamples.secret)/"))
        #expect(requests.map { $0["message_thread_id"] } == [42, 42, "42"])
        #expect(requests[0]["reply_parameters"] == nil)
        #expect(requests[1]["reply_parameters"]?["message_id"] == 4711)
        #expect(requests[2]["reply_parameters"]?.text?.contains("4711") == true)
        #expect(requests[2].files["document"]?.filename == "endpoints.txt")
    }

    @Test("Telegram says in the body how long to wait")
    func telegramWait() async throws {
        let body = #"{"ok": false, "error_code": 429, "description": "Too Many", "parameters": {"retry_after": 17}}"#
        let receiver = try await WebhookReceiver(answers: #"[{"status": 429, "body": \#(body)}]"#)
        let fault = await receiver.fault(
            of: try ChannelSamples.channel("telegram", at: receiver.url), ChannelSamples.message())
        #expect(fault?.retryAfter == .seconds(17))
        #expect(fault?.isPermanent == false)
    }

    @Test("ntfy is given the names as a file, or their number where the server takes no files")
    func ntfyFile() async throws {
        let refusal = #"{"status": 400, "body": {"code": 40014, "http": 400, "error": "attachments not allowed"}}"#
        let receiver = try await WebhookReceiver(answers: "[{}, \(refusal)]")
        let channel = try ChannelSamples.channel("ntfy", at: receiver.url)
        let requests = try await receiver.requests(of: channel, ChannelSamples.group, ChannelSamples.group)
        #expect(requests.map(\.method) == ["PUT", "PUT", "POST"])
        #expect(requests[0].files["body"]?.text.split(separator: "\n").count == 1000)
        #expect(requests[2]["message"]?.text?.contains(/and [0-9]+ more/) == true)
        #expect(requests.flatMap(\.violations).isEmpty)
    }

    @Test("ntfy: everything that the configuration says arrives")
    func ntfyKeys() async throws {
        let receiver = try await WebhookReceiver()
        let channel = try ChannelSamples.channel(
            "ntfy", at: receiver.url,
            [
                "token": .secret(Secret("tk_x")), "priority": .integer(2), "email": .text("a@example.com"),
                "click": .text("https://example.com/c"), "disable-firebase": .flag(true), "disable-cache": .flag(true),
            ])
        let request = try #require(try await receiver.requests(of: channel, ChannelSamples.message()).first)
        #expect(request["priority"] == 2)
        #expect(request["email"] == "a@example.com")
        #expect(request["click"] == "https://example.com/c")
        #expect(request["actions"]?[0]?["url"] == "https://sonde.example.com/incidents")
        #expect(["authorization", "firebase", "cache"].map { request.headers[$0] } == ["Bearer tk_x", "no", "no"])
    }
}
