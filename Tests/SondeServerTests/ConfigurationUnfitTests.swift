import SondeCore
import Testing

@testable import SondeServer

@Suite("Patterns that fit no endpoint")
struct ConfigurationUnfitTests: ReadsConfigurations {
    private let endpoints = """
        endpoints:
          - {name: orders, group: core, url: "https://a.example.com"}
          - {name: search, group: edge, url: "https://b.example.com"}

        """

    private func notes(_ yaml: String) throws -> [String] {
        try configuration(endpoints + yaml).notes.map(\.description).sorted()
    }

    @Test("each is named where it stands, in windows and in silences")
    func windows() throws {
        let yaml = """
            maintenance:
              - {start: "01:00", duration: 1h, groups: [core]}
              - start: "02:00"
                duration: 1h
                endpoints:
                  - ord*
                  - pay
            silences:
              - {until: 2027-01-01T00:00:00Z, endpoints: ["*"]}
              - {until: 2027-01-01T00:00:00Z, groups: [batch]}
              - {until: 2027-01-02T00:00:00Z, groups: [batch]}
            """
        #expect(
            try notes(yaml) == [
                "sonde.yaml:10: maintenance.endpoints: no endpoint fits 'pay'.",
                "sonde.yaml:13: silences.groups: no endpoint fits 'batch'; it has no effect. (2 times in this file.)",
            ])
    }

    @Test("what fits apart and not together is told of the whole")
    func together() throws {
        let notes = try notes("maintenance: {start: \"01:00\", duration: 1h, endpoints: [orders], groups: [edge]}")
        #expect(
            notes.contains(
                "sonde.yaml:4: maintenance: no endpoint fits endpoints and groups at once; it has no effect."))
    }

    @Test("so are routes and the overrides of channels, each once")
    func alerting() throws {
        let yaml = """
            alerting:
              slack:
                webhook-url: "https://hooks.slack.com/services/a/b/c"
                overrides:
                  - {group: edge, webhook-url: "https://hooks.slack.com/services/a/b/d"}
                  - {group: egde, webhook-url: "https://hooks.slack.com/services/a/b/e"}
              routes:
                - {groups: [core, corr], to: slack}
                - {endpoints: [serch], to: slack}
                - {endpoints: [search], to: slack}
            """
        #expect(
            try notes(yaml) == [
                "sonde.yaml:11: alerting.routes.groups: no endpoint fits 'corr'.",
                "sonde.yaml:12: alerting.routes.endpoints: no endpoint fits 'serch'; it has no effect.",
                "sonde.yaml:9: alerting.slack.overrides.group: no endpoint is in the group 'egde'; it has no effect.",
            ])
    }

    @Test("a pattern from a variable is shown as it is written")
    func variable() throws {
        let yaml = """
            alerting:
              ntfy: {topic: a}
              routes:
                - {endpoints: ["${SECRET}"], to: ntfy}
                - {to: ntfy}
            """
        let notes = try configuration(endpoints + yaml, environment: ["SECRET": "hunter2"]).notes
        #expect(
            notes.map(\.description) == [
                "sonde.yaml:7: alerting.routes.endpoints: no endpoint fits '${SECRET}'; it has no effect."
            ])
    }
}
