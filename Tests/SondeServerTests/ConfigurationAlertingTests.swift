import SondeAlerting
import SondeCore
import Testing

@testable import SondeServer

@Suite("alerting and connectivity")
struct ConfigurationAlertingTests: ReadsConfigurations {
    private func alerting(_ yaml: String, environment: [String: String] = [:]) throws -> AlertingConfiguration {
        try configuration(yaml + "\n" + oneEndpoint(""), environment: environment).alerting
    }

    @Test("without a word")
    func bare() throws {
        let bare = try alerting("")
        #expect(bare.channels.isEmpty && bare.heartbeat == nil)
        #expect(bare.settings == AlertSettings(references: ["1.1.1.1:443", "8.8.8.8:443"]))
        #expect(bare.pageURL == "http://127.0.0.1:8080")
    }

    @Test("settings; the environment wins as it does for the store")
    func settings() throws {
        let yaml = """
            alerting:
              check-interval: 2m
              cooldown: 5m
              grouping: {least: 5, share: 40%, window: 2m}
              page-url: https://sonde.example.com/status//
              heartbeat: {url: "https://hc.example.com/${KEY}", interval: 30s}
            """
        let loaded = try alerting(yaml, environment: ["KEY": "hunter2"])
        #expect((loaded.settings.digestInterval, loaded.settings.cooldown) == (.seconds(120), .seconds(300)))
        #expect(loaded.settings.grouping == .init(least: 5, share: 0.4, window: .seconds(120)))
        #expect(loaded.pageURL == "https://sonde.example.com/status")
        #expect(loaded.heartbeat?.url.reveal() == "https://hc.example.com/hunter2")
        #expect(loaded.heartbeat?.interval == .seconds(30))
        #expect(!"\(loaded)".contains("hunter2"))
        let variables = ["KEY": "x", "ALERT_CHECK_INTERVAL": "7", "ALERT_COOLDOWN": "8"]
        let won = try alerting(yaml, environment: variables).settings
        #expect((won.digestInterval, won.cooldown) == (.seconds(7), .seconds(8)))
    }

    @Test("grouping may be off", arguments: ["false", "{enabled: false}"])
    func noGrouping(_ text: String) throws {
        #expect(try !alerting("alerting: {grouping: \(text)}").settings.grouping.isEnabled)
    }

    @Test("a share is a part or a percentage", arguments: [("0.25", 0.25), ("\"${SHARE}\"", 0.5), ("100%", 1)])
    func share(_ text: String, _ share: Double) throws {
        let loaded = try alerting("alerting: {grouping: {share: \(text)}}", environment: ["SHARE": "50%"])
        #expect(loaded.settings.grouping.share == share)
    }

    @Test(
        "the page's address follows from web",
        arguments: [
            ("{listen: \"sonde.internal:80\"}", "http://sonde.internal:80"),
            ("{listen: \"[::1]:81\"}", "http://[::1]:81"),
            ("{enabled: false}", nil), ("{listen: \"0.0.0.0:80\"}", nil), ("{listen: \"[::]:80\"}", nil),
            ("{listen: \"127.0.0.1:0\"}", nil),
        ])
    func pageURL(_ web: String, _ url: String?) throws {
        #expect(try alerting("web: \(web)").pageURL == url)
    }

    @Test(
        "references",
        arguments: [
            ("connectivity: {references: []}", []), ("connectivity: {references: \"a.example:53\"}", ["a.example:53"]),
            ("connectivity: {references: [\"[::1]:53\"]}", ["[::1]:53"]),
            ("connectivity: {checker: {target: \"1.1.1.1:53\"}}", ["1.1.1.1:53"]),
        ] as [(String, [String])])
    func references(_ yaml: String, _ references: [String]) throws {
        #expect(try alerting(yaml).settings.references == references)
    }

    @Test("who watches this machine alone needs no reference")
    func loopback() throws {
        let hosts = ["localhost:1", "127.0.0.1", "[::1]:2", "a.localhost"]
        let endpoints = hosts.map { "  - {name: \"\($0)\", url: \"http://\($0)/\"}\n" }.joined()
        #expect(try configuration("endpoints:\n" + endpoints).alerting.settings.references.isEmpty)
        let remote = endpoints + "  - {name: x, url: \"http://localhost.example.com\"}"
        #expect(try configuration("endpoints:\n" + remote).alerting.settings.references.count == 2)
    }

    private let routed = """
        alerting:
          ntfy: {topic: alerts, overrides: [{group: core, topic: core-alerts}]}
          channels: [{name: boss, type: ntfy, topic: boss}, {name: spare, type: ntfy, topic: spare}]
          routes:
            - {endpoints: ["pay*"], to: boss, severity: critical, reminder: 2h, description: call}
            - {groups: [core], to: [ntfy, boss], escalate: [{after: 5m, to: boss}], send-on-resolved: false, digest: false}
            - {groups: [nothing], to: ntfy}

        """

    @Test("all routes that fit hold, for endpoints without alerts of their own")
    func routes() throws {
        let yaml =
            routed + """
                endpoints:
                  - {name: pay, url: "https://a.example.com"}
                  - {name: payout, group: core, url: "https://b.example.com"}
                  - {name: pay-own, url: "https://c.example.com", alerts: [{type: ntfy}]}
                  - {name: other, group: edge, url: "https://d.example.com"}
                  - {name: off, enabled: false, url: "https://e.example.com"}
                """
        let loaded = try configuration(yaml)
        let boss = AlertRule(
            channel: "boss", severity: .critical, reminderInterval: .seconds(7_200), description: "call")
        let core = AlertRule(channel: "ntfy (group core)", sendsResolved: false, sendsDigest: false)
        var (step, second) = (core, core)
        (step.channel, step.delay) = ("boss", .seconds(300))
        second.channel = "boss"
        #expect(loaded.endpoints[0].alerts == [boss])
        #expect(loaded.endpoints[1].alerts == [boss, core, step, second])
        #expect(loaded.endpoints[2].alerts.map(\.channel) == ["ntfy"])
        #expect(loaded.endpoints[3].alerts.isEmpty)
        #expect(
            loaded.notes.map(\.description) == [
                "sonde.yaml:7: alerting.routes.groups: no endpoint fits 'nothing'; it has no effect.",
                "sonde.yaml:3: alerting: nothing is told to the channel 'spare'.",
                "sonde.yaml: alerting: nobody is told of 'other': there are no alerts and no route fits.",
            ])
    }

    @Test("dependencies are names, those of the own group first")
    func dependencies() throws {
        let yaml = """
            endpoints:
              - {name: db, group: core, url: "https://a.example.com"}
              - {name: db, group: edge, url: "https://b.example.com"}
              - {name: api, group: edge, url: "https://c.example.com", depends-on: db}
              - {name: web, url: "https://d.example.com", depends-on: [core/db, edge/api]}
              - {name: db, url: "https://e.example.com"}
              - {name: x, group: core, url: "https://f.example.com", depends-on: [db]}
            """
        let endpoints = try configuration(yaml).endpoints
        #expect(endpoints.map(\.dependsOn) == [[], [], ["edge/db"], ["core/db", "api"], [], ["core/db"]])
    }

    @Test("a long chain is no ring")
    func chain() throws {
        let endpoints = (0..<3_000).map {
            "  - {name: e\($0), url: \"https://a.example.com\"\($0 == 0 ? "" : ", depends-on: e\($0 - 1)")}\n"
        }
        #expect(try configuration("endpoints:\n" + endpoints.joined()).endpoints.last?.dependsOn == ["e2998"])
    }

    @Test("push endpoints")
    func push() throws {
        let yaml = """
            defaults: {interval: 10s, conditions: ["[STATUS] == 200"], headers: {A: b}}
            endpoints:
              - {name: job, type: push, token: "${TOKEN}", interval: 25h}
            """
        let endpoint = try #require(try configuration(yaml, environment: ["TOKEN": "0123456789abcdef"]).endpoints.first)
        #expect(endpoint.source == .push(token: Secret("0123456789abcdef")))
        #expect(
            (endpoint.interval, endpoint.url, endpoint.displayURL, endpoint.authority) == (.seconds(90_000), "", "", "")
        )
        #expect(endpoint.conditions.isEmpty && endpoint.headers.isEmpty)
        let inherited = yaml.replacing(", interval: 25h", with: "")
        #expect(
            try configuration(inherited, environment: ["TOKEN": "0123456789abcdef"]).endpoints[0].interval
                == .seconds(10))
    }

    @Test("external endpoints alone are a configuration")
    func external() throws {
        let loaded = try configuration(
            "external-endpoints: [{name: a, group: core, token: short}, {name: b, token: 0123456789abcdef, heartbeat: {interval: 0}}]"
        )
        #expect(loaded.endpoints.map(\.interval) == [.seconds(31 * 86_400), .seconds(31 * 86_400)])
        #expect(loaded.endpoints[0].source == .push(token: Secret("short")))
        #expect(loaded.alerting.settings.references.isEmpty)
        #expect(
            loaded.notes.map(\.description) == [
                "sonde.yaml:1: external-endpoints.token: this token is short and may be guessed; write 16 characters or more.",
                "sonde.yaml:1: external-endpoints.heartbeat: without an interval, silence is noticed after 31d; "
                    + "write heartbeat: {interval: 30m}. (2 times in this file.)",
            ])
    }
}
