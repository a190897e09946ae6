import SondeCore
import Testing

@testable import SondeAlerting

/// What the configuration may say of a channel.
@Suite struct ChannelKeyTests {
    @Test(
        "Gatus' keys are Sonde's",
        arguments: [
            ("slack", ["webhook-url", "title"]),
            ("teams", ["webhook-url", "title", "client"]),
            ("teams-workflows", ["webhook-url", "title"]),
            ("discord", ["webhook-url", "title", "message-content"]),
            ("telegram", ["token", "id", "topic-id", "api-url", "client"]),
            ("pagerduty", ["integration-key"]),
            ("opsgenie", ["api-key", "priority", "source", "entity-prefix", "alias-prefix", "tags"]),
            (
                "ntfy",
                ["topic", "url", "priority", "token", "email", "click", "disable-firebase", "disable-cache"]
            ),
            ("custom", ["url", "method", "body", "headers", "placeholders", "client"]),
        ])
    func gatusKeys(type: String, names: [String]) throws {
        let channelType = try #require(channelTypes.first { $0.type == type })
        let known = Set(channelType.keys.map { $0.name })
        #expect(known.isSuperset(of: names))
    }

    @Test("Types and keys are unique, and each key says what it is in a sentence")
    func keysAreInOrder() {
        #expect(Set(channelTypes.map { $0.type }).count == channelTypes.count)
        for type in channelTypes {
            #expect(Set(type.keys.map { $0.name }).count == type.keys.count, "\(type.type)")
            for key in type.keys {
                #expect(key.name.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil, "\(type.type).\(key.name)")
                #expect(key.summary.hasSuffix("."), "\(type.type).\(key.name)")
            }
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var type: String
        var options: [String: ChannelOptions.Value]
        var key: String?
        var says: String

        init(_ type: String, _ options: [String: ChannelOptions.Value], _ key: String?, _ says: String) {
            (self.type, self.options, self.key, self.says) = (type, options, key, says)
        }

        var testDescription: String { "\(type): \(says)" }
    }

    static let url = ChannelOptions.Value.secret(Secret("https://example.com/T0psecret"))

    static let cases = [
        Case("slack", [:], nil, "needs 'webhook-url', or 'token' and 'channel'."),
        Case("slack", ["token": url], "token", "needs the 'channel' that the bot writes to."),
        Case("slack", ["channel": .text("C0")], nil, "needs 'webhook-url', or 'token' and 'channel'."),
        Case(
            "slack", ["token": url, "webhook-url": url], "webhook-url",
            "excludes 'token' and 'channel'; write one or the other."),
        Case("teams", [:], "webhook-url", "is missing."),
        Case(
            "discord", ["webhook-url": url, "message-content": .text(String(repeating: "x", count: 2001))],
            "message-content", "is longer than the 2000 characters that Discord takes."),
        Case("telegram", ["token": url], "id", "is missing."),
        Case(
            "telegram", ["token": url, "id": .text("1"), "topic-id": .text("news")], "topic-id",
            "'news' is no number."),
        Case(
            "pagerduty", ["integration-key": .secret(Secret("short"))], "integration-key",
            "must have 32 characters; copy it from the service's integrations."),
        Case(
            "opsgenie", ["api-key": url, "tags": .texts([String(repeating: "x", count: 51)])], "tags",
            "must be at most 20, of at most 50 characters each."),
        Case(
            "ntfy", ["topic": .secret(Secret("a/b"))], "topic", "must be 1 to 64 letters, digits, '-' and '_'."),
        Case(
            "ntfy", ["topic": .secret(Secret("a")), "token": .secret(Secret("x"))], "token",
            "must begin with 'tk_'."),
        Case("webhook", [:], "url", "is missing."),
        Case(
            "webhook", ["url": url, "content-type": .text("a\r\nX: b")], "content-type",
            "must be one line of plain letters, as application/json."),
        Case(
            "custom", ["url": .secret(Secret("ftp://x"))], "url", "must begin with http:// or https:// and a host."),
        Case("custom", ["url": url, "method": .text("GET /")], "method", "'GET /' is no method of HTTP."),
        Case("alertmanager", [:], "urls", "names no Alertmanager; write http://localhost:9093."),
        Case(
            "alertmanager", ["urls": .texts(["localhost:9093"])], "urls",
            "must begin with http:// or https:// and a host, and end before any '?'."),
        Case(
            "alertmanager", ["urls": .texts(["http://u:T0psecret@localhost"])], "urls",
            "must hold no user and password; write them under 'client'."),
        Case(
            "alertmanager", ["urls": .texts(["http://localhost"]), "labels": .mapping(["a-b": "c"])], "labels",
            "'a-b' is no name of a label: letters, digits and '_' are."),
        Case(
            "command", ["program": .text("/nowhere")], "program",
            "names no program that can be run; check it, and give it chmod +x."),
        Case(
            "command",
            ["program": .text("/bin/true"), "environment": .headers([.init(name: "A-B", value: Secret(""))])],
            "environment", "'A-B' is no name of a variable: letters, digits and '_' are."),
        Case(
            "command",
            ["program": .text("/bin/true"), "environment": .headers([.init(name: "SONDE_KEY", value: Secret(""))])],
            "environment", "'SONDE_KEY' begins as Sonde's own variables do; choose another name."),
        Case(
            "command", ["program": .text("/bin/true"), "arguments": .texts(["\0"])], "arguments",
            "hold a zero byte, which no program can be given."),
    ]

    @Test(arguments: cases)
    func faults(_ sample: Case) {
        let configuration = ChannelConfiguration(
            name: "x", type: sample.type, options: ChannelOptions(sample.options))
        #expect(throws: ChannelFault(sample.key, sample.says)) { try configuration.makeChannel() }
    }
}
