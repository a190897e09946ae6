import Foundation
import SondeAlerting
import SondeCore
import Synchronization
import Testing

@testable import SondeServer

@Suite("The examples of docs/channels.md")
struct ChannelRecipeTests: ReadsConfigurations {
    private static let environment = [
        "MATTERMOST_WEBHOOK_URL": "https://chat.example.com/hooks/abc",
        "ROCKETCHAT_WEBHOOK_URL": "https://chat.example.com/hooks/a/b",
        "GOOGLE_CHAT_WEBHOOK_URL": "https://chat.googleapis.com/v1/spaces/a/messages?key=b&token=c",
        "GOTIFY_TOKEN": "token-1", "PUSHOVER_TOKEN": "token-2", "PUSHOVER_USER": "user-1", "MATRIX_TOKEN": "token-3",
        "SLACK_WEBHOOK_URL": "https://hooks.slack.com/services/a",
    ]

    /// The examples in YAML of one section.
    private static func examples(of section: String) throws -> [String] {
        let page = try String(contentsOfFile: ConfigurationFixtures.repository + "/docs/channels.md", encoding: .utf8)
        let start = try #require(page.range(of: "\n## \(section)\n"))
        let rest = page[start.upperBound...]
        let text = rest[..<(rest.range(of: "\n## ")?.lowerBound ?? rest.endIndex)]
        return text.components(separatedBy: "```yaml\n").dropFirst().compactMap {
            $0.components(separatedBy: "\n```").first
        }
    }

    private func channels(_ yaml: String, below key: String) throws -> [ChannelConfiguration] {
        let indented = yaml.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }
            .joined(separator: "\n")
        return try configuration(
            "alerting:\n\(key)\(indented)\n" + oneEndpoint(""), environment: Self.environment
        ).alerting.channels
    }

    /// Two endpoints of a host, with everything in their names that could break a body.
    private static func message(_ event: AlertEvent) -> AlertMessage {
        let time = ConfigurationFixtures.now
        let reason = "3 probes in a row failed: \"{\\}\" of a proxy."
        var incident = Incident(
            id: "i-1", endpoint: "a \"b\"\n[ALERT_KEY]", kind: .failure, severity: .critical, openedAt: time,
            reason: reason)
        if event == .resolved { incident.closedAt = time.advanced(by: .seconds(60)) }
        return AlertMessage(
            key: "i-1.\(event.rawValue)/x", event: event, severity: .critical, thread: "i-1",
            incidents: [AlertedIncident(incident: incident)], link: "https://sonde.example.com/incidents/i-1",
            time: time.advanced(by: .seconds(90)))
    }

    struct Recipe: Sendable, CustomTestStringConvertible {
        let name: String
        /// Of the body.
        let texts: Set<String>
        var method = "POST"
        var testDescription: String { name }
    }

    @Test(
        "each recipe makes a request as the service documents it, whatever is in the names",
        arguments: [
            Recipe(name: "mattermost", texts: ["username", "text"]),
            Recipe(name: "rocketchat", texts: ["alias", "text"]),
            Recipe(name: "googlechat", texts: ["text"]),
            Recipe(name: "gotify", texts: ["title", "message"]),
            Recipe(name: "pushover", texts: ["token", "user", "message", "url"]),
            Recipe(name: "matrix", texts: ["msgtype", "body"], method: "PUT"),
        ], [AlertEvent.opened, .resolved])
    func recipe(_ recipe: Recipe, _ event: AlertEvent) async throws {
        let example = try #require(try Self.examples(of: "Recipes").first { $0.contains("name: \(recipe.name)\n") })
        #expect(example.split(separator: "\n").count <= 10)
        let channel = try #require(try channels(example, below: "  channels:\n").first)
        #expect(channel.name == recipe.name)
        let recorder = RequestRecorder()
        let message = MessageRenderer.rendered(Self.message(event), with: channel.template)
        _ = try await channel.makeChannel().send(message, through: recorder)
        let request = try #require(recorder.requests.first)
        #expect(request.method == recipe.method)
        let body = try JSONSerialization.jsonObject(with: Data(request.body ?? [])) as? [String: Any]
        for key in recipe.texts { #expect((body?[key] as? String)?.isEmpty == false, "\(key)") }
        let said = recipe.texts.compactMap { body?[$0] as? String }.joined(separator: "\n")
        #expect(said.contains(message.title))
        #expect(!said.contains("${"))
        let type = request.headers.first { $0.name.lowercased() == "content-type" }?.value.reveal()
        #expect(type?.hasPrefix("application/json") == true)
        if recipe.name == "matrix" {
            #expect(request.url.reveal().hasSuffix("/send/m.room.message/i-1.\(event.rawValue)%2Fx"))
        }
    }

    @Test("there is a recipe for each, and no other")
    func names() throws {
        let names = try Self.examples(of: "Recipes").flatMap { try channels($0, below: "  channels:\n").map(\.name) }
        #expect(names == ["mattermost", "rocketchat", "googlechat", "gotify", "pushover", "matrix"])
    }

    @Test(
        "the template names nothing unknown, and no sentence of it ends twice",
        arguments: [AlertEvent.opened, .resolved])
    func template(_ event: AlertEvent) throws {
        let example = try #require(try Self.examples(of: "Templates").first)
        let template = try #require(try channels(example, below: "").first?.template)
        let unknown = MessageRenderer.unknownVariables(in: template)
        #expect(unknown.isEmpty, "\(unknown.map(\.sentence))")
        let message = MessageRenderer.rendered(Self.message(event), with: template)
        #expect(message.isTemplated)
        #expect(!message.text.contains("..") && !message.text.contains(".,"), "\(message.text)")
    }
}

/// Takes every request.
private final class RequestRecorder: HTTPClient {
    private let taken = Mutex<[HTTPRequest]>([])

    var requests: [HTTPRequest] { taken.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(ProbeFailure) -> HTTPAnswer {
        taken.withLock { $0.append(request) }
        return HTTPAnswer(status: 200)
    }
}
