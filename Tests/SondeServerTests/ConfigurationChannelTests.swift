import SondeAlerting
import SondeCore
import Testing

@testable import SondeServer

@Suite("Channels")
struct ConfigurationChannelTests: ReadsConfigurations {
    private func alerting(_ yaml: String, environment: [String: String] = [:]) throws -> AlertingConfiguration {
        try configuration(yaml + "\n" + oneEndpoint(""), environment: environment).alerting
    }

    @Test("any number, by name, each with its template and its rate")
    func named() throws {
        let yaml = """
            alerting:
              channels:
                - {name: phones, type: ntfy, topic: "${TOPIC}", priority: 4, disable-cache: yes}
                - name: hook
                  type: webhook
                  url: https://hooks.example.com/a
                  method: PUT
                  headers: {X-Key: "${TOPIC}"}
                  client: {timeout: 3s}
                  template: {title: "{{title}}", text: "{{text}}"}
                  rate-limit: 7
            """
        let channels = try alerting(yaml, environment: ["TOPIC": "alerts"]).channels
        #expect(channels.map(\.name) == ["phones", "hook"])
        #expect(
            channels[0].options.values == [
                "topic": .secret(Secret("alerts")), "priority": .integer(4), "disable-cache": .flag(true),
            ])
        let hook = channels[1]
        #expect((hook.type, hook.messagesPerMinute) == ("webhook", 7))
        #expect(hook.template == MessageTemplate(title: "{{title}}", text: "{{text}}"))
        #expect(hook.options.secret("url")?.reveal() == "https://hooks.example.com/a")
        #expect(hook.options.headers("headers").map { $0.value.reveal() } == ["alerts"])
        #expect(hook.options.client()?.timeout == .seconds(3))
        #expect(!"\(channels)".contains("hooks.example.com"))
    }

    @Test("secrets stand in files of their own, too", arguments: ["webhook-url-file", "webhook-url_file"])
    func secretFile(_ key: String) throws {
        try withTemporaryFolder { folder in
            try write("https://hooks.slack.com/services/hunter2\n", to: folder + "/url")
            let channels = try alerting("alerting: {slack: {\(key): \(folder)/url}}").channels
            #expect(channels[0].options.secret("webhook-url")?.reveal() == "https://hooks.slack.com/services/hunter2")
        }
    }

    @Test("a program's arguments and environment")
    func command() throws {
        let yaml = """
            alerting:
              channels:
                - {name: call, type: command, program: /bin/sh, arguments: ["-c", "", "a,b"], environment: {A: hunter2}}
            """
        let options = try alerting(yaml).channels[0].options
        #expect(options.texts("arguments") == ["-c", "", "a,b"])
        #expect(options.headers("environment").map(\.name) == ["A"])
    }

    @Test(
        "recipients are a list, or a text with commas",
        arguments: ["[a@x.org, B <b@x.org>]", "\"a@x.org , B <b@x.org>\""])
    func recipients(_ text: String) throws {
        let yaml = "alerting: {email: {from: c@x.org, to: \(text)}}"
        #expect(try alerting(yaml).channels[0].options.texts("to") == ["a@x.org", "B <b@x.org>"])
    }

    @Test("what a group has of its own is a channel that the endpoints of the group are told by")
    func overrides() throws {
        let yaml = """
            alerting:
              ntfy:
                topic: alerts
                priority: 2
                overrides: [{group: core, topic: core-alerts}]
            endpoints:
              - {name: a, url: "https://a.example.com", alerts: [{type: ntfy}]}
              - {name: b, group: core, url: "https://b.example.com", alerts: [{type: ntfy}]}
              - name: c
                group: core
                url: https://c.example.com
                alerts: [{type: ntfy, provider-override: {priority: 5}}]
              - {name: d, group: core, url: "https://d.example.com", alerts: [{type: ntfy, provider-override: {priority: 5}}]}
              - {name: e, url: "https://e.example.com", alerts: [{type: ntfy, provider-override: {priority: 2}}]}
            """
        let loaded = try configuration(yaml)
        let names = loaded.endpoints.map { $0.alerts.map(\.channel) }
        #expect(
            names == [
                ["ntfy"], ["ntfy (group core)"], ["ntfy (group core) (c)"], ["ntfy (group core) (c)"], ["ntfy"],
            ])
        let channels = Dictionary(uniqueKeysWithValues: loaded.alerting.channels.map { ($0.name, $0.options) })
        #expect(channels.count == 3)
        let core = try #require(channels["ntfy (group core)"])
        #expect((core.secret("topic"), core.integer("priority")) == (Secret("core-alerts"), 2))
        let own = try #require(channels["ntfy (group core) (c)"])
        #expect((own.secret("topic"), own.integer("priority")) == (Secret("core-alerts"), 5))
        #expect(loaded.alerting.settings.combiningChannels == Set(channels.keys))
    }

    @Test("an alert of defaults with options of its own makes one channel for all")
    func overrideOfDefaults() throws {
        let yaml = """
            alerting: {ntfy: {topic: alerts}}
            defaults: {alerts: [{type: ntfy, provider-override: {priority: 1}}]}
            endpoints:
              - {name: a, url: "https://a.example.com"}
              - {name: b, url: "https://b.example.com"}
            """
        let loaded = try configuration(yaml)
        #expect(loaded.alerting.channels.map(\.name) == ["ntfy", "ntfy (defaults)"])
        #expect(loaded.endpoints.map { $0.alerts.map(\.channel) } == [["ntfy (defaults)"], ["ntfy (defaults)"]])
    }

    @Test("an alert of a type means alerting.TYPE, or the only channel of the type")
    func types() throws {
        let yaml = """
            alerting:
              slack: {webhook-url: "https://hooks.slack.com/services/a/b/c"}
              channels:
                - {name: other, type: slack, webhook-url: "https://hooks.slack.com/services/d/e/f"}
                - {name: phones, type: ntfy, topic: alerts}

            """
        let endpoint = try configuration(yaml + oneEndpoint("alerts: [{type: slack}, {type: ntfy}]")).endpoints[0]
        #expect(endpoint.alerts.map(\.channel) == ["slack", "phones"])
    }

    @Test("channels that have a life on the other side do not combine")
    func combining() throws {
        let yaml = """
            alerting:
              slack: {webhook-url: "https://hooks.slack.com/services/a/b/c"}
              pagerduty: {integration-key: "00000000000000000000000000000000"}
            """
        #expect(try alerting(yaml).settings.combiningChannels == ["slack"])
    }

    @Test("a changed channel is a changed configuration")
    func equality() throws {
        func loaded(_ url: String) throws -> SondeConfiguration {
            try configuration("alerting: {slack: {webhook-url: \"https://\(url)\"}}\n" + oneEndpoint(""))
        }
        #expect(try loaded("a.example.com/x") == loaded("a.example.com/x"))
        #expect(try loaded("a.example.com/x") != loaded("a.example.com/y"))
    }

    private let email = [
        "ALERT_EMAIL_FROM": "alerts@example.com", "ALERT_EMAIL_PASSWORD": "hunter2",
        "ALERT_EMAIL_TO": "a@example.com, b@example.com",
    ]

    @Test("three variables make the channel email, which is told of whatever nobody else is told of")
    func emailOfVariables() throws {
        let yaml = """
            endpoints:
              - {name: a, url: "https://a.example.com"}
              - {name: b, url: "https://b.example.com", alerts: []}
            """
        let loaded = try configuration(yaml, environment: email)
        let channel = try #require(loaded.alerting.channels.first)
        #expect((channel.name, channel.type) == ("email", "email"))
        #expect(channel.options.texts("to") == ["a@example.com", "b@example.com"])
        #expect(channel.options.secret("password")?.reveal() == "hunter2")
        #expect(throws: Never.self) { try channel.makeChannel() }
        #expect(loaded.endpoints.map(\.alerts) == [[AlertRule(channel: "email")], []])
        #expect(loaded.notes.isEmpty)
    }

    @Test("the variables fill in what alerting.email leaves out, and routes take their place")
    func emailInPart() throws {
        let yaml = """
            alerting:
              email: {host: mail.example.com, to: c@example.com}
              routes: []

            """
        let loaded = try configuration(yaml + oneEndpoint(""), environment: email)
        let options = loaded.alerting.channels[0].options
        #expect(options.text("from") == "alerts@example.com")
        #expect((options.texts("to"), options.text("host")) == (["c@example.com"], "mail.example.com"))
        #expect(loaded.endpoints[0].alerts.isEmpty)
    }

    @Test(
        "variables that are not enough",
        arguments: [
            (["FROM"], "ALERT_EMAIL_FROM", ["PASSWORD", "TO"]), (["FROM", "TO"], "ALERT_EMAIL_FROM", ["PASSWORD"]),
            (["TO"], "ALERT_EMAIL_TO", ["FROM", "PASSWORD"]),
        ] as [([String], String, [String])])
    func emailMissing(_ present: [String], _ place: String, _ missing: [String]) {
        let environment = email.filter { entry in present.contains { entry.key == "ALERT_EMAIL_" + $0 } }
        let expected = missing.map {
            "environment: \(place): it makes the channel 'email' together with ALERT_EMAIL_\($0), which is not set; "
                + "set it, or write alerting: {email: ...}."
        }
        #expect(complaint(oneEndpoint(""), environment: environment) == expected.joined(separator: "\n"))
    }

    @Test("an address of a variable is not shown")
    func emailFault() {
        var environment = email
        environment["ALERT_EMAIL_TO"] = "hunter2@-x-"
        let message = complaint(oneEndpoint(""), environment: environment)
        #expect(
            message.hasPrefix("environment: ALERT_EMAIL_TO: '${ALERT_EMAIL_TO}' is no e-mail address."), "\(message)")
        #expect(!message.contains("hunter2"))
    }
}
