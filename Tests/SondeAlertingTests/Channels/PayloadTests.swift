import SondeCore
import Testing

@testable import SondeAlerting

/// What is sent to each service, checked by another program against what the service documents.
@Suite struct PayloadTests {
    @Test("Every message follows the schema of the service", arguments: ChannelSamples.names)
    func everyMessageFollowsTheSchema(name: String) async throws {
        let receiver = try await WebhookReceiver(secret: "key-of-signatures")
        let channel = try ChannelSamples.channel(name, at: receiver.url)
        for message in ChannelSamples.all {
            _ = try await channel.send(message, through: receiver.http)
            let requests = try await receiver.requests()
            #expect(!requests.isEmpty)
            for request in requests {
                #expect(request.violations.isEmpty, "\(message.event), \(message.incidents[0].incident.endpoint)")
                #expect((request.schema == nil) == (name == "custom" || name == "webhook" && message.isTemplated))
            }
        }
    }

    @Test("A thousand endpoints: every name is told, in at most three messages", arguments: ChannelSamples.names)
    func everyNameIsTold(name: String) async throws {
        let receiver = try await WebhookReceiver()
        let channel = try ChannelSamples.channel(name, at: receiver.url)
        let group = ChannelSamples.group
        let requests = try await receiver.requests(of: channel, group)
        #expect(requests.count <= 3)
        let words = requests.map(\.words).joined(separator: "\n")
        let missing = group.incidents[0].members.map(\.endpoint).filter { !words.contains($0) }
        #expect(missing.isEmpty, "\(missing.count) of 1000")
    }

    @Test("Names that are too long for three messages are counted", arguments: ["slack", "teams", "opsgenie"])
    func namesWithoutRoomAreCounted(name: String) async throws {
        let receiver = try await WebhookReceiver()
        var group = AlertSamples.group(of: 1000)
        for index in group.members.indices { group.members[index].endpoint += String(repeating: "-long", count: 20) }
        let requests = try await receiver.requests(
            of: ChannelSamples.channel(name, at: receiver.url), ChannelSamples.message(.opened, [group]))
        #expect(requests.count <= 3)
        #expect(requests.flatMap(\.violations).isEmpty)
        let words = requests.map(\.words).joined(separator: "\n")
        let told = group.members.filter { words.contains($0.endpoint) }.count
        #expect(words.contains("and \(1000 - told) more"))
    }

    @Test("A template takes the place of Sonde's own words", arguments: ChannelSamples.names)
    func templateIsUsed(name: String) async throws {
        let receiver = try await WebhookReceiver()
        let template = MessageTemplate(title: "Own title", text: "Own text of {{title}}")
        let body: [String: ChannelOptions.Value] =
            name == "custom" ? ["body": .secret(Secret("[ALERT_TITLE] [ALERT_TEXT]"))] : [:]
        let requests = try await receiver.requests(
            of: ChannelSamples.channel(name, at: receiver.url, body), ChannelSamples.message(template: template))
        let words = requests.map(\.words).joined()
        #expect(words.contains("Own text of"))
        #expect(words.contains("Own title"))
    }

    @Test("Nobody is mentioned by what an endpoint says", arguments: ["slack", "slack-bot", "discord"])
    func nobodyIsMentioned(name: String) async throws {
        let receiver = try await WebhookReceiver()
        let requests = try await receiver.requests(
            of: ChannelSamples.channel(name, at: receiver.url), ChannelSamples.hostile)
        for request in requests {
            #expect(!request.words.contains("<!channel>"))
            #expect(!request.words.contains(" <@123>"))
            if name == "discord" { #expect(request["allowed_mentions"]?["parse"] == []) }
        }
        #expect(!requests.isEmpty)
    }
}
