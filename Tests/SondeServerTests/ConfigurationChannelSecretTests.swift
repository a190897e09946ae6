import SondeAlerting
import SondeCore
import Testing

@testable import SondeServer

@Suite("Secrets of channels")
struct ConfigurationChannelSecretTests: ReadsConfigurations {
    /// What stands below `alerting`, wrong in one place, with a word that may never be shown.
    static let faults = [
        "hunter2", "[hunter2]", "{slack: hunter2}", "{slack: [hunter2]}", "{slack: {hunter2: x}}",
        "{slack: {webhook-url: hunter2}}", "{slack: {webhook-url: \"hunter2://x\"}}",
        "{slack: {webhook-url: \"https://hunter2 x/\"}}", "{slack: {webhook-url: [hunter2]}}",
        "{slack: {webhook-url: \"https://h/%zz${SECRET}\"}}", "{slack: {webhook-url-file: \"${SECRET}\"}}",
        "{slack: {webhook-url: \"https://h/hunter2\", webhook-url-file: x}}",
        "{slack: {token: hunter2}}", "{slack: {webhook-url: \"https://h/hunter2\", token: \"${SECRET}\", title: [x]}}",
        "{pagerduty: {integration-key: hunter2}}", "{pagerduty: {integration-key: \"${SECRET}\"}}",
        "{telegram: {token: hunter2, id: [1]}}", "{telegram: {token: hunter2, id: 1, topic-id: \"${SECRET}\"}}",
        "{ntfy: {topic: \"hunter2 x\"}}", "{ntfy: {topic: a, token: hunter2}}",
        "{ntfy: {topic: a, url: \"${SECRET}\"}}",
        "{ntfy: {topic: a, url: \"https://u:hunter2@h\"}}", "{ntfy: {topic: a, priority: \"${SECRET}\"}}",
        "{email: {from: a@x.org, to: b@x.org, password: hunter2, port: none}}",
        "{email: {from: \"${SECRET}\", to: b@x.org}}", "{email: {from: a@x.org, to: [b@x.org, \"${SECRET}\"]}}",
        "{email: {from: a@x.org, to: \"${SECRET}@-\"}}", "{email: {from: a@x.org, to: b@x.org, host: \"${SECRET} x\"}}",
        "{email: {from: a@x.org, to: b@x.org, cc: [\"  ${SECRET}@- \"]}}",
        "{email: {from: \"${SECRET}\\n@x.org\", to: b@x.org}}",
        "{custom: {url: \"hunter2\"}}", "{custom: {url: \"https://h\", headers: {A: \"hunter2\\nx\"}}}",
        "{custom: {url: \"https://h\", headers: \"hunter2\"}}", "{custom: {url: \"https://h\", body: [hunter2]}}",
        "{custom: {url: \"https://h\", method: \"${SECRET}1\"}}",
        "{custom: {url: \"https://h\", placeholders: {A: hunter2}}}",
        "{channels: [hunter2]}", "{channels: [{name: a, type: slack, webhook-url: hunter2}]}",
        "{channels: [{name: a, type: \"${SECRET}\"}]}",
        "{channels: [{name: a, type: webhook, url: hunter2, secret: hunter2}]}",
        "{ntfy: {topic: a, overrides: [{group: g, topic: \"hunter2 x\"}]}}",
        "{ntfy: {topic: a, overrides: [{hunter2: x}]}}",
        "{ntfy: {topic: a, template: {title: \"{{#${SECRET}}}\"}}}", "{heartbeat: {url: hunter2}}",
        "{heartbeat: {url: \"https://h:hunter2/\"}}", "{heartbeat: {hunter2: x}}", "{page-url: \"${SECRET}\"}",
        "{routes: [{to: \"${SECRET}\"}]}", "{check-interval: \"${SECRET}\"}", "{grouping: {share: \"${SECRET}\"}}",
    ]

    @Test("do not appear in an error about themselves or their neighbours", arguments: faults)
    func themselves(_ alerting: String) {
        let message = complaint("alerting: \(alerting)\n" + oneEndpoint(""), environment: ["SECRET": "hunter2"])
        #expect(message.hasPrefix("sonde.yaml:1:"), "\(message)")
        #expect(!message.contains("hunter2"), "\(message)")
    }

    @Test(
        "of alerts, of tokens and of windows neither",
        arguments: [
            "alerts: [{type: \"${SECRET}\"}]", "alerts: [{channel: \"${SECRET}\"}]",
            "alerts: [{type: slack, severity: \"${SECRET}\"}]", "alerts: [{type: slack, hours: \"${SECRET}\"}]",
            "alerts: [{type: slack, provider-override: {webhook-url: hunter2}}]",
            "alerts: [{type: slack, provider-override: {hunter2: x}}]",
            "alerts: [{type: slack, provider-override: hunter2}]", "token: hunter2", "depends-on: \"${SECRET}\"",
            "maintenance-windows: [{cron: \"${SECRET}\", duration: 1h}]",
            "maintenance-windows: [{start: \"${SECRET}\", duration: 1h, timezone: \"${SECRET}\"}]",
            "incidents: {failure-threshold: \"${SECRET}\"}",
        ])
    func others(_ lines: String) {
        let slack = "\nalerting: {slack: {webhook-url: \"https://hooks.slack.com/hunter2\"}}"
        let message = complaint(oneEndpoint(lines) + slack, environment: ["SECRET": "hunter2"])
        #expect(message.hasPrefix("sonde.yaml:4:"), "\(message)")
        #expect(!message.contains("hunter2"), "\(message)")
    }

    @Test("do not appear in the configuration's description, nor in its notes")
    func description() throws {
        let yaml = """
            alerting:
              slack: {webhook-url: "https://hooks.slack.com/hunter2", token: ""}
              email: {from: a@x.org, to: b@x.org, password: hunter2}
              heartbeat: {url: "https://hc.example.com/hunter2"}
              channels:
                - {name: hook, type: webhook, url: "https://h/${SECRET}", secret: hunter2, headers: {A: hunter2}}
            endpoints:
              - {name: job, type: push, token: hunter2, interval: 1h}
            """
        let loaded = try configuration(yaml, environment: ["SECRET": "hunter2"])
        #expect(!"\(loaded)".contains("hunter2") && !String(reflecting: loaded).contains("hunter2"))
        #expect(loaded.alerting.channels.count == 3)
    }
}
